using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Azure;

namespace SecretsKit.Tests.Azure;

/// <summary>What is pushed to an Azure Key Vault, and what is left alone.</summary>
public sealed class AzureSecretPushTests : IDisposable
{
    private readonly FakeKeyVault _vault = new();
    private readonly IWritableSecretStore _store;

    public AzureSecretPushTests() => _store = (IWritableSecretStore)AzureSecretStoreTests.Create(_vault);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _vault.Dispose();

    [Fact]
    public async Task A_push_writes_the_mark_and_nothing_where_all_is_as_wanted()
    {
        var push = Push("app", "canary-new");
        await _store.PushAsync(push, Ct);
        Assert.Equal(["GET /secrets/app/?api-version=7.0", "PUT /secrets/app?api-version=7.0"], _vault.Calls);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"value":"canary-new","tags":{"managed-by":"external-secrets"},"attributes":{"enabled":true}}"""),
            JsonNode.Parse(_vault.Requests[^1].Body)));
        await _store.PushAsync(push, Ct);
        Assert.Equal("GET /secrets/app/?api-version=7.0", Assert.Single(_vault.Calls.Skip(2)));
    }

    [Fact]
    public async Task Metadata_set_tags_content_type_and_end()
    {
        const string Metadata = """
            {"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata",
             "spec":{"tags":{"team":"a"},"contentType":"text/plain","expirationDate":"2027-01-01T00:00:00Z"}}
            """;
        await _store.PushAsync(Push("app", "v", Metadata), Ct);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"value":"v","tags":{"managed-by":"external-secrets","team":"a"},"attributes":{"enabled":true,"exp":1798761600},
                 "contentType":"text/plain"}
                """),
            JsonNode.Parse(_vault.Requests[^1].Body)));
        var before = _vault.Calls.Count;
        await _store.PushAsync(Push("app", "v", Metadata), Ct);
        Assert.Single(_vault.Calls.Skip(before));
        await _store.PushAsync(Push("app", "v", Metadata.Replace("\"team\":\"a\"", "\"team\":\"b\"", StringComparison.Ordinal)), Ct);
        Assert.Equal("b", _vault.Held("secrets", "app")!["tags"]!["team"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""SHAPE"spec":{"tags":{"managed-by":"me"}}}""", "the tag managed-by says who made an object")]
    [InlineData("""SHAPE"spec":{"expirationDate":"tomorrow"}}""", "expected a time such as")]
    [InlineData("""SHAPE"spec":{"expirationDate":"2027-01-01T00:00:00"}}""", "expected a time such as")]
    [InlineData("""SHAPE"spec":{"tags":["a"]}}""", "metadata.spec.tags")]
    [InlineData("""{"spec":{"tags":{"a":"b"}}}""", "unexpected apiVersion \"\"")]
    [InlineData("""{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"Secret"}""", "unexpected kind \"Secret\"")]
    [InlineData("""{"tags":{"a":"b"}}""", "unknown field \"tags\"")]
    public async Task Wrong_metadata_are_refused_before_a_request(string metadata, string message)
    {
        const string Shape = """{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"PushSecretMetadata",""";
        metadata = metadata.Replace("SHAPE", Shape, StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await _store.PushAsync(Push("app", "v", metadata), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task Properties_are_set_and_removed_one_by_one()
    {
        await _store.PushAsync(Push("app", "1", property: "a"), Ct);
        await _store.PushAsync(Push("app", "2", property: "b"), Ct);
        Assert.Equal("""{"a":"1","b":"2"}""", Value("app"));
        Assert.True(await _store.ExistsAsync(new("app", "b"), Ct));
        await _store.DeleteAsync(new("app", "b"), Ct);
        Assert.Equal("""{"a":"1"}""", Value("app"));
        Assert.False(await _store.ExistsAsync(new("app", "b"), Ct));
        await _store.DeleteAsync(new("app", "a"), Ct);
        Assert.Null(_vault.Held("secrets", "app"));
    }

    [Fact]
    public async Task The_whole_Secret_is_a_JSON_object()
    {
        var data = new SecretMap { ["b"] = SecretValue.OfText("<2>"), ["a"] = SecretValue.OfText("1") };
        await _store.PushAsync(new(new("app")) { Data = data }, Ct);
        Assert.Equal("""{"a":"1","b":"<2>"}""", Value("app"));
    }

    [Fact]
    public async Task What_others_made_is_neither_written_nor_deleted()
    {
        _vault.Add("app", "theirs", ("managed-by", "somebody"));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await _store.PushAsync(Push("app", "canary-v"), Ct));
        Assert.Equal(ProviderFault.NotManaged, failure.Failure.Fault);
        await _store.DeleteAsync(new("app"), Ct);
        Assert.Equal("theirs", Value("app"));
        Assert.All(_vault.Calls, call => Assert.StartsWith("GET", call, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task What_was_deleted_and_is_ours_is_recovered_and_written(int reads)
    {
        await _store.PushAsync(Push("app", "old"), Ct);
        await _store.DeleteAsync(new("app"), Ct);
        Assert.Null(_vault.Held("secrets", "app"));
        _vault.RecoveryReads = reads;
        await _store.PushAsync(Push("app", "new"), Ct);
        Assert.Equal("new", Value("app"));
        Assert.Contains("POST /deletedsecrets/app/recover?api-version=7.0", _vault.Calls);
    }

    [Fact]
    public async Task What_others_deleted_is_recovered_and_not_written()
    {
        _vault.Add("app", "theirs", ("managed-by", "external-secrets"));
        await _store.DeleteAsync(new("app"), Ct);
        var isFirst = true;
        _vault.Instead = request =>
        {
            if (request.Target.Contains("/recover", StringComparison.Ordinal) && isFirst)
            {
                isFirst = false;
                _vault.Add("app", "theirs");
                return Testing.Http.ServedAnswer.Kept("{}");
            }

            return null;
        };
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await _store.PushAsync(Push("app", "canary-v"), Ct));
        Assert.Equal(ProviderFault.NotManaged, failure.Failure.Fault);
    }

    [Fact]
    public async Task Keys_are_imported_once()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var (name, pem, type) in new[]
        {
            ("rsa8", rsa.ExportPkcs8PrivateKeyPem(), "RSA"), ("rsa1", rsa.ExportRSAPrivateKeyPem(), "RSA"),
            ("ec8", curve.ExportPkcs8PrivateKeyPem(), "EC"), ("ec1", curve.ExportECPrivateKeyPem(), "EC"),
        })
        {
            await _store.PushAsync(Push("key/" + name, pem), Ct);
            Assert.Equal(type, _vault.Held("keys", name)!["key"]!["kty"]!.GetValue<string>());
            var before = _vault.Calls.Count;
            await _store.PushAsync(Push("key/" + name, pem), Ct);
            Assert.Equal($"GET /keys/{name}/?api-version=7.0", Assert.Single(_vault.Calls.Skip(before)));
        }

        await _store.PushAsync(Push("key/sym", "0123456789abcdef"), Ct);
        var sent = JsonNode.Parse(_vault.Requests[^1].Body)!["key"]!;
        Assert.Equal(("oct", "MDEyMzQ1Njc4OWFiY2RlZg"), (sent["kty"]!.GetValue<string>(), sent["k"]!.GetValue<string>()));
    }

    [Fact]
    public async Task The_private_key_that_is_sent_is_the_one_in_the_value()
    {
        using var rsa = RSA.Create(2048);
        await _store.PushAsync(Push("key/rsa", rsa.ExportPkcs8PrivateKeyPem()), Ct);
        var key = JsonNode.Parse(_vault.Requests[^1].Body)!["key"]!.AsObject();
        using var read = RSA.Create(new RSAParameters
        {
            Modulus = Number("n"), Exponent = Number("e"), D = Number("d"), P = Number("p"), Q = Number("q"), DP = Number("dp"),
            DQ = Number("dq"), InverseQ = Number("qi"),
        });
        Assert.Equal(rsa.ExportPkcs8PrivateKeyPem(), read.ExportPkcs8PrivateKeyPem());

        byte[] Number(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key[name]!.GetValue<string>());
    }

    [Fact]
    public async Task Certificates_are_imported_once()
    {
        using var certificate = Testing.Http.TestCertificates.SelfSigned("web.example");
        var archive = certificate.Export(X509ContentType.Pkcs12);
        var push = new SecretPush(new("cert/web")) { Value = new(archive), Data = new() };
        await _store.PushAsync(push, Ct);
        Assert.Equal("POST /certificates/web/import?api-version=7.0", _vault.Calls[^1]);
        Assert.Equal(Convert.ToBase64String(archive), JsonNode.Parse(_vault.Requests[^1].Body)!["value"]!.GetValue<string>());
        var before = _vault.Calls.Count;
        await _store.PushAsync(push, Ct);
        Assert.Equal("GET /certificates/web/?api-version=7.0", Assert.Single(_vault.Calls.Skip(before)));
        await _store.DeleteAsync(new("cert/web"), Ct);
        Assert.Equal("DELETE /certificates/web?api-version=7.0", _vault.Calls[^1]);
    }

    [Theory]
    [InlineData("cert/web", "canary-no-certificate")]
    [InlineData("key/k", "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\n-----END PRIVATE KEY-----")]
    [InlineData("key/k", "-----BEGIN PUBLIC KEY-----\nY2FuYXJ5\n-----END PUBLIC KEY-----")]
    public async Task What_is_neither_certificate_nor_key_is_refused_unquoted(string key, string value)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await _store.PushAsync(Push(key, value), Ct));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Y2FuYXJ5", failure.ToString(), StringComparison.Ordinal);
    }

    private static SecretPush Push(string key, string value, string? metadata = null, string property = "") => new(new(key, property))
    {
        Value = SecretValue.OfText(value),
        Data = new() { ["key"] = SecretValue.OfText(value) },
        SecretKey = "key",
        Metadata = metadata is null ? null : GoJson.Parse(Encoding.UTF8.GetBytes(metadata)).AsMap,
    };

    private string? Value(string name) => _vault.Held("secrets", name)?["value"]?.GetValue<string>();
}
