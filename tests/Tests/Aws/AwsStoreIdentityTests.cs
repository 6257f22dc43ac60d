using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using static SecretsKit.Tests.Aws.AwsStoreBench;

namespace SecretsKit.Tests.Aws;

/// <summary>The credentials that manifests of stores name, the roles that they assume, and what is wrong with manifests.</summary>
public sealed class AwsStoreIdentityTests : IDisposable
{
    private const string SecretRef = ""","auth":{"secretRef":{"accessKeyIDSecretRef":{"name":"aws","key":"id"},"""
        + """ "secretAccessKeySecretRef":{"name":"aws","key":"key"}}}""";

    private readonly FakeSecretsManager _manager = new();
    private readonly FakeIdentityServer _sts = new();
    private readonly AwsStoreBench _bench;

    public AwsStoreIdentityTests()
    {
        _bench = new(_manager.Server.Url, null, ("AWS_STS_ENDPOINT", _sts.Server.Url));
        _manager.Add("s", "value");
        _manager.Add("t", "value");
        _bench.References["ns/aws/id"] = "AKIAFROMSECRET\n";
        _bench.References["ns/aws/key"] = "canary-key\n";
        _bench.References["ns/aws/token"] = "canary-token";
        _bench.References.AddAccount(
            "ns/reader", ("eks.amazonaws.com/role-arn", "arn:aws:iam::123456789012:role/WEB"), ("eks.amazonaws.com/audience", "mine"));
        _bench.References.AddAccount("ns/plain");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        _sts.Dispose();
        _manager.Dispose();
    }

    [Fact]
    public async Task Keys_of_a_Secret_sign_requests()
    {
        await ReadAsync(SecretRef);
        Assert.Equal("AKIAFROMSECRET", SignedBy());
        Assert.Null(_manager.Server.Requests[^1].Header("X-Amz-Security-Token"));
        await ReadAsync(SecretRef[..^2] + ""","sessionTokenSecretRef":{"name":"aws","key":"token"}}}""", "t");
        Assert.Equal("canary-token", _manager.Server.Requests[^1].Header("X-Amz-Security-Token"));
    }

    [Fact]
    public async Task Other_keys_in_the_Secret_count_with_the_next_request()
    {
        var store = _bench.Create("SecretsManager", SecretRef + ""","role":"arn:aws:iam::123456789012:role/R" """);
        await store.GetAsync(new("s"), Ct);
        _bench.References["ns/aws/id"] = "AKIAOTHER";
        await store.GetAsync(new("t"), Ct);
        Assert.Equal(["AKIAFROMSECRET", "AKIAOTHER"], _sts.Server.Requests.Select(KeyOf));
    }

    [Fact]
    public async Task A_service_account_is_exchanged_for_a_session_that_all_its_stores_share()
    {
        const string Jwt = ""","auth":{"jwt":{"serviceAccountRef":{"name":"reader","audiences":["more"]}}}""";
        await ReadAsync(Jwt);
        await ReadAsync(Jwt, "t");
        Assert.Equal("WEB1", SignedBy());
        Assert.Equal(["ns/reader mine,more 600"], _bench.References.Tokens);
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FWEB"
            + "&RoleSessionName=external-secrets-provider-aws&Version=2011-06-15&WebIdentityToken=canary-account-token",
            Encoding.UTF8.GetString(Assert.Single(_sts.Server.Requests).Body));
    }

    [Fact]
    public async Task A_service_account_without_a_role_is_named()
    {
        var store = _bench.Create("SecretsManager", ""","auth":{"jwt":{"serviceAccountRef":{"name":"plain"}}}""");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s"), Ct));
        Assert.Contains(
            "an IAM role must be associated with service account plain (namespace: ns)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(StoreReadiness.Failed, (await store.ValidateAsync(Ct)).Readiness);
    }

    [Fact]
    public async Task Roles_are_assumed_in_order_and_the_last_one_has_tags_and_an_external_identifier()
    {
        await ReadAsync(SecretRef + """
            ,"additionalRoles":["arn:aws:iam::1:role/A","arn:aws:iam::1:role/B"],"role":"arn:aws:iam::1:role/C","externalID":"e",
            "sessionTags":[{"key":"team","value":"a b"}],"transitiveTagKeys":["team"],"sessionTagsPolicy":"Custom",
            "customSessionTags":{"stage":"prod"}
            """);
        Assert.Equal(["AKIAFROMSECRET", "A1", "B2"], _sts.Server.Requests.Select(KeyOf));
        Assert.Equal("C3", SignedBy());
        Assert.DoesNotContain("Tags", Encoding.UTF8.GetString(_sts.Server.Requests[1].Body), StringComparison.Ordinal);
        Assert.Matches(
            "^Action=AssumeRole&DurationSeconds=900&ExternalId=e&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2FC"
            + "&RoleSessionName=aws-go-sdk-[0-9]{19}"
            + "&Tags.member.1.Key=team&Tags.member.1.Value=a%20b&Tags.member.2.Key=esoNamespace&Tags.member.2.Value=ns"
            + "&Tags.member.3.Key=esoStoreName&Tags.member.3.Value=store&Tags.member.4.Key=esoStoreKind&Tags.member.4.Value=SecretStore"
            + "&Tags.member.5.Key=stage&Tags.member.5.Value=prod&TransitiveTagKeys.member.1=team&Version=2011-06-15$",
            Encoding.UTF8.GetString(_sts.Server.Requests[2].Body));
    }

    [Fact]
    public async Task Stores_of_one_role_share_its_session_and_namespaces_with_tags_do_not()
    {
        const string Fields = SecretRef + ""","role":"arn:aws:iam::1:role/R" """;
        await ReadAsync(Fields);
        await ReadAsync(Fields, "t");
        Assert.Single(_sts.Server.Requests);
        _bench.References["other/aws/id"] = "AKIAFROMSECRET";
        _bench.References["other/aws/key"] = "canary-key";
        foreach (var ns in (string[])["ns", "other"])
        {
            var store = _bench.Create("SecretsManager", Fields + ""","sessionTagsPolicy":"Simple" """, isCluster: true, ns);
            await store.GetAsync(new("s"), Ct);
        }

        Assert.Equal(3, _sts.Server.Requests.Count);
    }

    [Fact]
    public async Task A_ClusterSecretStore_whose_keys_are_in_each_namespace_cannot_be_looked_at_by_itself()
    {
        var store = _bench.Create("SecretsManager", SecretRef, isCluster: true, ns: "");
        Assert.Equal(StoreReadiness.Unknown, (await store.ValidateAsync(Ct)).Readiness);
        var named = SecretRef.Replace("\"name\":\"aws\"", "\"name\":\"aws\",\"namespace\":\"ns\"", StringComparison.Ordinal);
        Assert.Equal(
            StoreReadiness.Ready, (await _bench.Create("SecretsManager", named, isCluster: true, ns: "").ValidateAsync(Ct)).Readiness);
        Assert.Empty(_manager.Server.Requests);
    }

    [Fact]
    public async Task Keys_with_a_blank_inside_are_not_sent()
    {
        _bench.References["ns/aws/id"] = "AKIA canary";
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await ReadAsync(SecretRef));
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_manager.Server.Requests);
    }

    [Theory]
    [InlineData("""{"region":"eu-central-1"}""", "service")]
    [InlineData("""{"service":"Moon","region":"eu-central-1"}""", "service")]
    [InlineData("""{"service":"CertificateManager"}""", "region")]
    [InlineData("""{"service":"SecretsManager"}""", "region")]
    [InlineData("""{"service":"SecretsManager","region":"evil.example/"}""", "region")]
    [InlineData("""{"service":"SecretsManager","region":"r","sessionTagsPolicy":"Some"}""", "sessionTagsPolicy")]
    [InlineData("""{"service":"SecretsManager","region":"r","customSessionTags":{"esoNamespace":"x"}}""", "customSessionTags")]
    [InlineData("""{"service":"SecretsManager","region":"r","sessionTags":[{"value":"x"}]}""", "sessionTags[0].key")]
    [InlineData("""{"service":"SecretsManager","region":"r","secretsManager":{"recoveryWindowInDays":3}}""", "recoveryWindowInDays")]
    [InlineData(
        """{"service":"SecretsManager","region":"r","secretsManager":{"recoveryWindowInDays":7,"forceDeleteWithoutRecovery":true}}""",
        "secretsManager")]
    public void A_manifest_that_is_not_right_is_refused_before_anything_is_asked(string fields, string place)
    {
        var failure = Assert.Throws<ProviderException>(() => Providers.Registration.SecretStores.Find("aws")!.Create(
            Map(fields), new("store", IsClusterStore: false, "ns", _bench.References, _bench.Host)));
        Assert.Contains(failure.Failure.Fault, (ProviderFault[])[ProviderFault.InvalidSettings, ProviderFault.Unsupported]);
        Assert.EndsWith(place, failure.Failure.Resource, StringComparison.Ordinal);
    }

    private async Task ReadAsync(string fields, string key = "s") =>
        Assert.Equal("value", (await _bench.Create("SecretsManager", fields).GetAsync(new(key), Ct))!.RevealText());

    private string SignedBy() => KeyOf(_manager.Server.Requests[^1]);

    private static string KeyOf(Testing.Http.ServedRequest request) => request.Header("Authorization")!.Split('=', '/')[1];
}
