using System.Globalization;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>
/// The attempts of one call: signs each of them anew, and says of responses whether another one may help. A wrong time and a session that
/// has ended are corrected once each.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="source">Whose signature; null for none.</param>
/// <param name="clock">The time of signatures.</param>
/// <param name="id">The name of the call, the same for all attempts.</param>
/// <param name="max">Most attempts.</param>
internal sealed class AwsAttempts(AwsCall call, IAwsCredentials? source, AwsClock clock, string id, int max) : IHttpAuthenticator
{
    private AwsCredentials? _credentials;
    private bool _isSkewCorrected;
    private bool _isRefreshed;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>What was sent that no message may show: the session token, and what the call calls secret.</summary>
    public IEnumerable<string?> Secrets => [_credentials?.RevealSessionToken(), .. call.Secrets()];

    /// <inheritdoc/>
    /// <exception cref="Failures.ProviderException">There are no credentials.</exception>
    public async ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        _credentials = source is null ? null : await source.GetAsync(cancellationToken);
        Count++;
        KeyValuePair<string, string>[] own =
        [
            new("Amz-Sdk-Invocation-Id", id),
            new("Amz-Sdk-Request", string.Create(CultureInfo.InvariantCulture, $"attempt={Count}; max={max}")),
        ];
        foreach (var (header, value) in own)
        {
            attempt.Headers.Add(header, value);
        }

        if (_credentials is null)
        {
            return;
        }

        KeyValuePair<string, string>[] signed = call.Body.IsEmpty ? [.. call.Headers, .. own] :
        [
            .. call.Headers,
            .. own,
            new("Content-Type", call.ContentType),
            new("Content-Length", call.Body.Length.ToString(CultureInfo.InvariantCulture)),
        ];
        // A header could not have them, and would end up in an error of the library below.
        if (!IsPrintable(_credentials.AccessKeyId) || !IsPrintable(_credentials.RevealSessionToken()))
        {
            throw new ProviderException(
                new(ProviderFault.Unauthenticated, "AWS credentials", call.Operation, ""),
                $"the access key or the session token holds a character that none has, such as a blank or a line break")
            {
                Hint = "look at what the variable, the file or the Secret holds",
            };
        }

        var scope = new SigV4Scope(call.Service, call.Region, clock.Now);
        foreach (var (header, value) in SigV4.Sign(new(call.Method.Method, attempt.Url, signed, call.Body), _credentials, scope))
        {
            attempt.Headers.Add(header, value);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) => new(false);

    /// <summary>What a response means for further attempts.</summary>
    public HttpReview Review(HttpResponse response, ReadOnlyMemory<byte> content)
    {
        if (response.IsSuccess)
        {
            return HttpReview.Final;
        }

        var (code, _) = AwsErrorContent.Read(response.Header("x-amzn-errortype"), content.Span);
        if (_credentials is not null && !_isSkewCorrected && AwsReview.IsTimeRefused(code) && DateOf(response) is { } date
            && clock.Correct(date))
        {
            _isSkewCorrected = true;
            return HttpReview.Corrected;
        }

        if (_credentials is not null && !_isRefreshed && AwsReview.IsSessionOver(code) && source!.Forget(_credentials))
        {
            _isRefreshed = true;
            return HttpReview.Corrected;
        }

        return AwsReview.Of(response.Status, code);
    }

    private static bool IsPrintable(string text) => text.All(static letter => letter is > ' ' and < '\x7f');

    private static DateTimeOffset? DateOf(HttpResponse response) => DateTimeOffset.TryParseExact(
        response.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
