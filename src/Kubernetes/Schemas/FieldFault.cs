namespace SecretsKit.Kubernetes.Schemas;

/// <summary>A field of an object that the server's schema does not allow.</summary>
/// <param name="Path">Where, beginning with the kind: <c>Service.spec.ports[0].port</c>.</param>
/// <param name="Message">The sentence that kubectl and Helm have for it. It names fields and types, never values.</param>
public sealed record FieldFault(string Path, string Message);
