using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>
/// What proves an identity of AWS to Google's token service: a signed question to AWS who signed it, which Google sends there. It names the
/// pool that it is for, and ends after minutes.
/// </summary>
internal static class AwsSubject
{
    /// <summary>The type of such tokens.</summary>
    public const string TokenType = "urn:ietf:params:aws:token-type:aws4_request";

    private const string UsualUrl = "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15";
    private const string PoolHeader = "x-goog-cloud-target-resource";

    /// <summary>Signs one.</summary>
    /// <param name="url">The question, with <c>{region}</c> in it; empty for the usual one.</param>
    /// <param name="audience">The pool and its provider.</param>
    /// <param name="region">The region whose token service is asked.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="now">The time.</param>
    /// <param name="resource">Where the settings are, for failures.</param>
    /// <returns>The token as forms of Google take it: JSON, escaped as a text in a URL.</returns>
    /// <exception cref="Failures.ProviderException">The region or the URL is none.</exception>
    public static string Sign(
        string url, string audience, string region, AwsCredentials credentials, DateTimeOffset now, string resource)
    {
        // It becomes a part of a server's name, to which Google sends what was signed.
        if (region.Length == 0 || !region.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
        {
            throw GoogleFailure.Settings(resource, $"{region} is not the name of a region of AWS");
        }

        var question = (url.Length > 0 ? url : UsualUrl).Replace("{region}", region, StringComparison.Ordinal);
        HttpUrl address;
        try
        {
            address = HttpUrl.Parse(question);
        }
        catch (SecretsKitException)
        {
            throw GoogleFailure.Settings(resource, $"the URL of AWS's token service is not a URL");
        }

        KeyValuePair<string, string>[] pool = [new(PoolHeader, audience)];
        var added = SigV4.Sign(new("POST", address, pool, Array.Empty<byte>()), credentials, new("sts", region, now));
        KeyValuePair<string, string>[] headers = [.. pool, .. added, new("Host", address.Authority)];
        var json = GoogleText.Json(writer =>
        {
            writer.WriteString("url", question);
            writer.WriteString("method", "POST");
            writer.WriteStartArray("headers");
            foreach (var (name, value) in headers.OrderBy(header => header.Key, StringComparer.Ordinal))
            {
                writer.WriteStartObject();
                writer.WriteString("key", name);
                writer.WriteString("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        return GoogleText.QueryEscape(System.Text.Encoding.UTF8.GetString(json));
    }
}
