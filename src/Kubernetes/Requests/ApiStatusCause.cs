namespace SecretsKit.Kubernetes.Requests;

/// <summary>One fault of a request.</summary>
/// <param name="Reason">The cause as one word, such as <c>FieldValueRequired</c>.</param>
/// <param name="Field">The path of the field; empty if there is none.</param>
/// <param name="Message">The server's sentence, which may quote the value.</param>
public sealed record ApiStatusCause(string Reason, string Field, string Message);
