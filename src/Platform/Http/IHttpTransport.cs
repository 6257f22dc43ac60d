using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http;

/// <summary>Sends requests. All HTTP goes through it, except that of <see cref="IHttpGetter"/>.</summary>
public interface IHttpTransport
{
    /// <summary>Sends a request, again where its policy allows, and returns when the head of the response is there.</summary>
    /// <param name="request">May be sent any number of times, unless its body can be read only once.</param>
    /// <param name="cancellationToken">Ends it at once, whatever it waits for. Reading the content takes its own token.</param>
    /// <returns>The response, whatever its status says; the caller disposes it.</returns>
    /// <exception cref="HttpTransportException">There is no response.</exception>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.Usage"/>: the environment names no proxy; or the authenticator failed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    Task<HttpResponse> SendAsync(HttpRequest request, CancellationToken cancellationToken);
}
