using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Signing;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Aws;

/// <summary>Signatures of requests, byte for byte: the canonical request, the text that is signed, and what is sent.</summary>
public sealed class SigV4VectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "providers");

    public static IEnumerable<TheoryDataRow<string>> Rows =>
        GoldenRows.Names(Folder, "sigv4.jsonl").Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Rows))]
    public void A_request_is_signed_as_the_reference_signs_it(string name)
    {
        var row = GoldenRows.Read(Folder, name);
        var credentials = new AwsCredentials(row.Text("access_key")!, row.Text("secret_key")!, row.Text("session_token") ?? "");
        var time = DateTimeOffset.ParseExact(
            row.Text("time")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var scope = new SigV4Scope(row.Text("service")!, row.Text("region")!, time);
        var request = RequestOf(row);
        if (row.Text("signed_url") is { } url)
        {
            var (presigned, _) = SigV4.Presigned(request, credentials, scope, TimeSpan.FromHours(1));
            Assert.Equal(row.Text("canonical_request"), presigned);
            Assert.Equal(row.Text("string_to_sign"), SigV4.StringToSign(presigned, scope));
            Assert.Equal(url, SigV4.Presign(request, credentials, scope, TimeSpan.FromHours(1)));
            return;
        }

        var sent = SigV4.Sign(request, credentials, scope);
        var canonical = SigV4.Canonical(request, sent, scope, out _);
        Assert.Equal(row.Text("canonical_request"), canonical);
        Assert.Equal(row.Text("string_to_sign"), SigV4.StringToSign(canonical, scope));
        Assert.Equal(row.Text("signature"), SigV4.Signature(credentials, scope, SigV4.StringToSign(canonical, scope)));
        Assert.Equal(
            row.GetProperty("sent_headers").EnumerateObject().Select(header => (header.Name, header.Value.GetString())).Order(),
            sent.Select(header => (header.Key, (string?)header.Value)).Order());
    }

    [Fact]
    public void Credentials_are_in_no_text()
    {
        var credentials = new AwsCredentials("AKIA", "canary-secret", "canary-token");
        Assert.DoesNotContain("canary", credentials.ToString(), StringComparison.Ordinal);
    }

    private static SigV4Request RequestOf(JsonElement row)
    {
        var request = row.GetProperty("request");
        var body = request.Text("body_base64") is { } base64 ? Convert.FromBase64String(base64)
            : Encoding.UTF8.GetBytes(request.Text("body") ?? "");
        var headers = request.GetProperty("headers").EnumerateObject()
            .Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!));
        return new(request.Text("method")!, HttpUrl.Parse(request.Text("url")!), headers, body)
        {
            HasUnsignedBody = row.Text("note") == "UNSIGNED-PAYLOAD",
        };
    }
}
