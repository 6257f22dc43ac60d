using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using static SecretsKit.Tests.Aws.AwsStoreBench;

namespace SecretsKit.Tests.Aws;

/// <summary>Writing to AWS Secrets Manager: what is sent, and what is left alone.</summary>
public sealed class AwsSecretsManagerPushTests : IDisposable
{
    private readonly FakeSecretsManager _manager = new();
    private readonly AwsStoreBench _bench;

    public AwsSecretsManagerPushTests() => _bench = new(_manager.Server.Url, null, Keys);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        _manager.Dispose();
    }

    // Metadata of the reference are read strictly: what is misspelt would be passed over.
    [Theory]
    [InlineData("""{"tags":{"a":"b"}}""", "unknown field \"tags\"")]
    [InlineData("""{"kind":"PushSecretMetadata","spec":{}}""", "unexpected apiVersion \"\"")]
    [InlineData("""{"apiVersion":"kubernetes.external-secrets.io/v1alpha1","kind":"Other"}""", "unexpected kind \"Other\"")]
    public async Task Metadata_of_another_shape_are_refused(string metadata, string expected)
    {
        var push = new SecretPush(new("s")) { Value = SecretValue.OfText("v"), Data = new(), SecretKey = "key", Metadata = Map(metadata) };
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await Create().PushAsync(push, Ct));
        Assert.Contains(expected, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_secret_holds_bytes_and_says_whose_it_is()
    {
        await Create().PushAsync(Push("s", "geheim"), Ct);
        Assert.Equal(["DescribeSecret", "CreateSecret"], _manager.Operations);
        Assert.Equal(
            """
            {"Name":"s","SecretBinary":"Z2VoZWlt","Tags":[{"Key":"managed-by","Value":"external-secrets"}],
            "Description":"secret 'managed-by:external-secrets'","ClientRequestToken":"00000000-0000-0000-0000-000000000001",
            "KmsKeyId":"alias/aws/secretsmanager"}
            """.ReplaceLineEndings(""),
            Plain(_manager.BodyOf(1)));
    }

    [Fact]
    public async Task Metadata_say_all_that_a_new_secret_is_made_with()
    {
        _bench.References.ConfigMaps["ns/policies"] = new() { ["reader"] = """{"Statement": []}""" };
        await Create().PushAsync(Push("s", "geheim", "", """
            {"secretPushFormat":"string","kmsKeyId":"alias/mine","description":"words","tags":{"team":"a"},
            "replicationLocations":["eu-west-1"],
            "resourcePolicy":{"blockPublicPolicy":true,"policySourceRef":{"kind":"ConfigMap","name":"policies","key":"reader"}}}
            """), Ct);
        Assert.Equal(
            """
            {"Name":"s","SecretString":"geheim","Tags":[{"Key":"managed-by","Value":"external-secrets"},{"Key":"team","Value":"a"}],
            "Description":"words","ClientRequestToken":"00000000-0000-0000-0000-000000000001","KmsKeyId":"alias/mine",
            "AddReplicaRegions":[{"Region":"eu-west-1","KmsKeyId":"alias/mine"}]}
            """.ReplaceLineEndings(""),
            Plain(_manager.BodyOf(1)));
        Assert.Equal(
            """{"SecretId":"s","ResourcePolicy":"{\"Statement\": []}","BlockPublicPolicy":true}""",
            Plain(_manager.LastBody("PutResourcePolicy")));
    }

    [Fact]
    public async Task Nothing_is_written_where_all_is_as_wanted()
    {
        await Create().PushAsync(Push("s", "geheim"), Ct);
        await Create().PushAsync(Push("s", "geheim"), Ct);
        Assert.Equal(["DescribeSecret", "CreateSecret", "DescribeSecret", "GetSecretValue"], _manager.Operations);
    }

    [Fact]
    public async Task A_new_value_is_a_new_version_with_a_name_of_its_own()
    {
        await Create().PushAsync(Push("s", "one"), Ct);
        await Create().PushAsync(Push("s", "two"), Ct);
        var body = _manager.LastBody("PutSecretValue");
        Assert.Equal("dHdv", (string)body["SecretBinary"]!);
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)body["ClientRequestToken"]!);
    }

    [Fact]
    public async Task A_property_leaves_the_others_as_they_are()
    {
        _manager.Add("s", """{"big":12345678901234567890,"list":[1,{"a":"b"}],"x":{"y":"old"}}""", ("managed-by", "external-secrets"));
        await Create().PushAsync(Push("s", "new", "x.y", """{"secretPushFormat":"string"}"""), Ct);
        Assert.Equal(
            """{"big":12345678901234567890,"list":[1,{"a":"b"}],"x":{"y":"new"}}""", (string)_manager.Value("s")!["SecretString"]!);
        await Create().PushAsync(Push("s", "c", "list.1.a", """{"secretPushFormat":"string"}"""), Ct);
        Assert.Equal(
            """{"big":12345678901234567890,"list":[1,{"a":"c"}],"x":{"y":"new"}}""", (string)_manager.Value("s")!["SecretString"]!);
    }

    [Fact]
    public async Task A_property_of_what_is_not_JSON_is_refused_and_nothing_is_lost()
    {
        _manager.Add("s", "canary-plain", ("managed-by", "external-secrets"));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await Create().PushAsync(Push("s", "new", "x"), Ct));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("PutSecretValue", _manager.Operations);
    }

    [Fact]
    public async Task Tags_are_set_where_they_are_named_and_left_alone_where_not()
    {
        _manager.Add("s", "x", ("managed-by", "external-secrets"), ("old", "1"), ("aws:own", "2"));
        await Create().PushAsync(Push("s", "x"), Ct);
        Assert.Equal(3, _manager.TagsOf("s").Count);
        await Create().PushAsync(Push("s", "x", "", """{"tags":{"team":"a"}}"""), Ct);
        Assert.Equal(["aws:own", "managed-by", "team"], _manager.TagsOf("s").Keys);
        var before = _manager.Operations.Count;
        await Create().PushAsync(Push("s", "x", "", """{"tags":{"team":"a"}}"""), Ct);
        Assert.Equal(["DescribeSecret", "GetSecretValue"], _manager.Operations.Skip(before));
    }

    [Theory]
    [InlineData("""{"tags":{"managed-by":"me"}}""")]
    [InlineData("""{"secretPushFormat":"text"}""")]
    public async Task Wrong_metadata_are_refused_before_anything_is_asked(string metadata)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await Create().PushAsync(Push("s", "x", "", metadata), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(_manager.Server.Requests);
    }

    [Fact]
    public async Task Copies_in_other_regions_are_added_and_removed()
    {
        await Create().PushAsync(Push("s", "x", "", """{"replicationLocations":["eu-west-1","eu-west-2"]}"""), Ct);
        await Create().PushAsync(Push("s", "x", "", """{"replicationLocations":["eu-west-2","eu-west-3"]}"""), Ct);
        Assert.Equal("""["eu-west-1"]""", _manager.LastBody("RemoveRegionsFromReplication")["RemoveReplicaRegions"]!.ToJsonString());
        Assert.Equal(
            """[{"Region":"eu-west-3"}]""", _manager.LastBody("ReplicateSecretToRegions")["AddReplicaRegions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", """{"SecretId":"ARN"}""")]
    [InlineData(""","secretsManager":{"forceDeleteWithoutRecovery":true}""", """{"SecretId":"ARN","ForceDeleteWithoutRecovery":true}""")]
    [InlineData(""","secretsManager":{"recoveryWindowInDays":7}""", """{"SecretId":"ARN","RecoveryWindowInDays":7}""")]
    public async Task Deletion_is_as_the_store_says(string more, string expected)
    {
        await Create().PushAsync(Push("s", "x"), Ct);
        await Create(more).DeleteAsync(new("s"), Ct);
        Assert.Equal(
            expected.Replace("ARN", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s-AbCdEf", StringComparison.Ordinal),
            _manager.LastBody("DeleteSecret").ToJsonString());
    }

    [Fact]
    public async Task What_others_made_and_what_is_missing_is_not_deleted()
    {
        _manager.Add("s", "x", ("managed-by", "me"));
        await Create().DeleteAsync(new("s"), Ct);
        await Create().DeleteAsync(new("none"), Ct);
        Assert.Equal(["DescribeSecret", "DescribeSecret"], _manager.Operations);
    }

    [Fact]
    public async Task A_secret_that_is_about_to_be_deleted_cannot_be_written_and_the_error_says_what_to_do()
    {
        await Create().PushAsync(Push("s", "x"), Ct);
        await Create().DeleteAsync(new("s"), Ct);
        Assert.True(_manager.IsDeleted("s"));
        Assert.False(await Create().ExistsAsync(new("s"), Ct));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await Create().PushAsync(Push("s", "y"), Ct));
        Assert.Equal(ProviderFault.Conflict, failure.Failure.Fault);
        Assert.Contains("restore-secret", failure.Hint, StringComparison.Ordinal);
    }

    private IWritableSecretStore Create(string more = "") => (IWritableSecretStore)_bench.Create("SecretsManager", more);

    private static string Plain(System.Text.Json.Nodes.JsonNode body) => body.ToJsonString(new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
