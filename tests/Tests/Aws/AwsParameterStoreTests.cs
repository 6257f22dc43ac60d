using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using SecretsKit.Tests.Stores;
using static SecretsKit.Tests.Aws.AwsStoreBench;

namespace SecretsKit.Tests.Aws;

/// <summary>AWS Parameter Store as a store like all others, and what is its own.</summary>
public sealed class AwsParameterStoreTests : SecretStoreContract, IDisposable
{
    private readonly FakeParameterStore _parameters = new();
    private readonly AwsStoreBench _bench;

    public AwsParameterStoreTests() => _bench = new(_parameters.Server.Url, null, Keys);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        _parameters.Dispose();
    }

    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held)
        {
            _parameters.Add(name, value);
        }

        return new(Create());
    }

    [Theory]
    [InlineData("", "two", "/a/p")]
    [InlineData("1", "one", "/a/p:1")]
    [InlineData("good", "one", "/a/p:good")]
    public async Task Versions_are_numbers_or_labels(string version, string expected, string name)
    {
        _parameters.Add("/a/p", "one");
        _parameters.Label("/a/p", "good");
        _parameters.Add("/a/p", "two");
        await using var store = Create(""","prefix":"/a/" """);
        Assert.Equal(expected, (await store.GetAsync(new("p") { Version = version }, Ct))!.RevealText());
        Assert.Equal($$"""{"Name":"{{name}}","WithDecryption":true}""", _parameters.BodyOf(0).ToJsonString());
    }

    [Fact]
    public async Task A_version_that_is_missing_is_an_error_and_a_parameter_is_not()
    {
        _parameters.Add("p", "one");
        await using var store = Create();
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("p") { Version = "9" }, Ct));
        Assert.Equal("ParameterVersionNotFound", failure.Failure.Code);
        Assert.Null(await store.GetAsync(new("q"), Ct));
    }

    [Fact]
    public async Task Tags_are_read_as_metadata()
    {
        _parameters.Add("p", "x", ("team", "a"), ("env", "prod"));
        await using var store = Create();
        Assert.Equal(
            """{"env":"prod","team":"a"}""", (await store.GetAsync(new("p") { IsMetadata = true, Version = "1" }, Ct))!.RevealText());
        Assert.Equal("""{"ResourceType":"Parameter","ResourceId":"p"}""", _parameters.BodyOf(0).ToJsonString());
        Assert.Null(await store.GetAsync(new("none") { IsMetadata = true }, Ct));
    }

    [Fact]
    public async Task Names_and_values_of_a_path_come_together()
    {
        _parameters.Add("/app/a", "1");
        _parameters.Add("/app/sub/b", "2");
        _parameters.Add("/web/a", "3");
        await using var store = Create();
        Assert.Equal(["/app/a", "/app/sub/b"], (await store.FindAsync(new() { Name = "[ab]$", Path = "/app" }, Ct)).Names);
        Assert.Equal(["/app/a", "/web/a"], (await store.FindAsync(new() { Name = "/a$" }, Ct)).Names);
        Assert.All(_parameters.Operations, operation => Assert.Equal("GetParametersByPath", operation));
        Assert.Equal(
            """{"Path":"/app","Recursive":true,"WithDecryption":true}""", _parameters.BodyOf(0).ToJsonString());
    }

    [Theory]
    [InlineData(false, "GetParameters", 2)]
    [InlineData(true, "GetParameter", 12)]
    public async Task Where_a_path_may_not_be_read_parameters_are_listed_and_read(bool deniesBatches, string operation, int count)
    {
        _parameters.Denied.Add("GetParametersByPath");
        if (deniesBatches)
        {
            _parameters.Denied.Add("GetParameters");
        }

        for (var i = 0; i < 12; i++)
        {
            _parameters.Add($"/app/p{i}", $"value {i}");
        }

        await using var store = Create();
        Assert.Equal(12, (await store.FindAsync(new() { Name = "p", Path = "/app" }, Ct)).Count);
        Assert.Equal(count, _parameters.Operations.Count(name => name == operation));
        Assert.Equal(
            """[{"Key":"Path","Option":"Recursive","Values":["/app"]}]""",
            _parameters.LastBody("DescribeParameters")["ParameterFilters"]!.ToJsonString());
    }

    [Fact]
    public async Task Parameters_are_found_by_tags()
    {
        _parameters.Add("/app/a", "1", ("env", "prod"), ("team", "x"));
        _parameters.Add("/app/b", "2", ("env", "prod"));
        _parameters.Add("/web/c", "3", ("env", "prod"), ("team", "x"));
        await using var store = Create();
        var tags = new Dictionary<string, string> { ["team"] = "x", ["env"] = "prod" };
        Assert.Equal(["/app/a", "/web/c"], (await store.FindAsync(new() { Tags = tags }, Ct)).Names);
        Assert.Equal(["/app/a"], (await store.FindAsync(new() { Tags = tags, Path = "/app" }, Ct)).Names);
        Assert.Equal(
            """
            [{"Key":"tag:env","Option":"Equals","Values":["prod"]},{"Key":"tag:team","Option":"Equals","Values":["x"]},
            {"Key":"Path","Option":"Recursive","Values":["/app"]}]
            """.ReplaceLineEndings(""),
            _parameters.LastBody("DescribeParameters")["ParameterFilters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_new_parameter_is_a_text_and_says_whose_it_is()
    {
        await Writable().PushAsync(Push("p", "geheim"), Ct);
        Assert.Equal(["GetParameter", "PutParameter"], _parameters.Operations);
        Assert.Equal(
            """
            {"Name":"p","Value":"geheim","Type":"String","Overwrite":false,"Description":"secret \u0027managed-by:external-secrets\u0027",
            "Tags":[{"Key":"managed-by","Value":"external-secrets"}]}
            """.ReplaceLineEndings(""),
            _parameters.BodyOf(1).ToJsonString());
    }

    [Fact]
    public async Task Metadata_say_how_a_parameter_is_kept()
    {
        await Writable().PushAsync(Push("p", "geheim", "", """
            {"secretType":"SecureString","kmsKeyID":"alias/mine","description":"words",
            "tier":{"type":"Advanced","policies":[{"Type":"Expiration","Version":"1.0"}]}}
            """), Ct);
        var body = _parameters.BodyOf(1);
        Assert.Equal(
            ("SecureString", "alias/mine", "words", "Advanced", """[{"Type":"Expiration","Version":"1.0"}]"""),
            ((string)body["Type"]!, (string)body["KeyId"]!, (string)body["Description"]!, (string)body["Tier"]!,
                (string)body["Policies"]!));
    }

    [Theory]
    [InlineData("{}", """{"a":"MQ==","b":"Mg=="}""")]
    [InlineData("""{"encodeAsDecoded":true}""", """{"a":"1","b":"2"}""")]
    public async Task A_whole_Secret_is_an_object_of_its_keys(string metadata, string expected)
    {
        var push = new SecretPush(new("p"))
        {
            Data = new() { ["b"] = SecretValue.OfText("2"), ["a"] = SecretValue.OfText("1") },
            Metadata = PushMetadataOf(metadata),
        };
        await Writable().PushAsync(push, Ct);
        Assert.Equal(expected, (string)_parameters.Value("p")!["Value"]!);
    }

    [Fact]
    public async Task Tags_come_with_the_first_write_and_are_changed_by_themselves_later()
    {
        await Writable().PushAsync(Push("p", "one", "", """{"tags":{"a":"1","b":"2"}}"""), Ct);
        await Writable().PushAsync(Push("p", "two", "", """{"tags":{"b":"3"}}"""), Ct);
        Assert.Equal("two", (string)_parameters.Value("p")!["Value"]!);
        Assert.True((bool)_parameters.LastBody("PutParameter")["Overwrite"]!);
        Assert.Null(_parameters.LastBody("PutParameter")["Tags"]);
        Assert.Equal("b=3 managed-by=external-secrets", string.Join(' ', _parameters.TagsOf("p").Select(tag => $"{tag.Key}={tag.Value}")));
        var before = _parameters.Operations.Count;
        await Writable().PushAsync(Push("p", "two"), Ct);
        Assert.Equal(["GetParameter", "ListTagsForResource"], _parameters.Operations.Skip(before));
    }

    [Fact]
    public async Task What_others_made_is_not_deleted()
    {
        _parameters.Add("p", "x", ("managed-by", "me"));
        await Writable().DeleteAsync(new("p"), Ct);
        Assert.Equal("x", (string)_parameters.Value("p")!["Value"]!);
    }

    private ISecretStore Create(string more = "") => _bench.Create("ParameterStore", more);

    private IWritableSecretStore Writable() => (IWritableSecretStore)Create();
}
