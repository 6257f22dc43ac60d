using System.Globalization;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http;

/// <summary>What a server answered to a GET, after redirects.</summary>
/// <param name="Status">The number, as 404.</param>
/// <param name="Reason">The server's words for it; may be empty.</param>
/// <param name="Content">The content; empty unless the status is 200.</param>
public sealed record HttpGetResponse(int Status, string Reason, byte[] Content)
{
    /// <summary>Whether there is content.</summary>
    public bool IsFound => Status == 200;

    /// <summary>The standard's words for the number, whatever the server says; empty for numbers that it does not know.</summary>
    public string UsualReason => HttpFailureText.UsualReason(Status);

    /// <summary>Number and words, as <c>404 Not Found</c>.</summary>
    public string StatusText => (Status.ToString(CultureInfo.InvariantCulture) + " " + Reason).TrimEnd();
}
