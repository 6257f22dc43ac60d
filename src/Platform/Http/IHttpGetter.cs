using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http;

/// <summary>Fetches what lies behind a URL. All files named by URLs are read through it.</summary>
public interface IHttpGetter
{
    /// <summary>Sends a GET and reads the answer to its end.</summary>
    /// <param name="request">What, from where, and how much of it at most.</param>
    /// <param name="cancellationToken">Ends it at once, whatever it waits for.</param>
    /// <returns>The server's answer, whatever its status says; the content only with status 200.</returns>
    /// <exception cref="SecretsKitException">
    /// There was no answer, or no whole one (<see cref="ErrorCode.General"/>; the words are those of Go's HTTP client, the password of a
    /// URL is masked), or it was too long (<see cref="ErrorCode.LimitExceeded"/>).
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    Task<HttpGetResponse> GetAsync(HttpGet request, CancellationToken cancellationToken);
}
