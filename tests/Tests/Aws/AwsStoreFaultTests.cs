using System.Globalization;
using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Aws.AwsStoreBench;

namespace SecretsKit.Tests.Aws;

/// <summary>What goes wrong in ways that only AWS has.</summary>
public sealed class AwsStoreFaultTests : IDisposable
{
    private readonly FakeSecretsManager _manager = new();
    private readonly FakeParameterStore _parameters = new();
    private readonly List<AwsStoreBench> _benches = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _benches.ForEach(bench => bench.Dispose());
        _parameters.Dispose();
        _manager.Dispose();
    }

    [Theory]
    [InlineData("ThrottlingException")]
    [InlineData("RequestLimitExceeded")]
    [InlineData("TooManyRequestsException")]
    [InlineData("InternalServiceError")]
    public async Task What_passes_is_sent_again_although_its_status_is_400(string code)
    {
        _manager.Add("s", "value");
        _manager.Next(_ => FakeAwsService.Fault(code));
        _manager.Next(_ => FakeAwsService.Fault(code));
        Assert.Equal("value", (await Create().GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal(3, _manager.Operations.Count);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", ProviderFault.Unauthenticated)]
    [InlineData("InvalidSignatureException", ProviderFault.Unauthenticated)]
    [InlineData("ExpiredTokenException", ProviderFault.Unauthenticated)]
    [InlineData("AccessDeniedException", ProviderFault.Denied)]
    [InlineData("DecryptionFailure", ProviderFault.InvalidRequest)]
    [InlineData("InvalidRequestException", ProviderFault.InvalidRequest)]
    public async Task What_does_not_pass_is_asked_once(string code, ProviderFault fault)
    {
        for (var i = 0; i < 3; i++)
        {
            _manager.Next(_ => FakeAwsService.Fault(code, "words"));
        }

        var failure = await FailAsync(Create());
        Assert.Equal((fault, code, 1), (failure.Failure.Fault, failure.Failure.Code, _manager.Operations.Count));
        Assert.NotNull(failure.Hint);
    }

    [Fact]
    public async Task Who_may_not_do_what_is_shown()
    {
        _manager.Denied.Add("GetSecretValue");
        var failure = await FailAsync(Create());
        Assert.Equal(
            "AWS Secrets Manager: GetSecretValue s: AWS refuses the request with status 400 (AccessDeniedException): "
            + "User: arn:aws:iam::123456789012:user/me is not authorized to perform: GetSecretValue",
            failure.Message);
    }

    [Fact]
    public async Task A_session_that_ends_in_between_is_renewed_once()
    {
        _manager.Add("s", "value");
        var roles = 0;
        using var sts = new HttpServer(_ => ServedAnswer.Kept(Session($"ASIA{++roles}")));
        var bench = Bench(("AWS_STS_ENDPOINT", sts.Url));
        var store = bench.Create("SecretsManager", ""","role":"arn:aws:iam::123456789012:role/r" """);
        _manager.Next(_ => FakeAwsService.Fault("ExpiredTokenException", "The security token included in the request is expired"));
        Assert.Equal("value", (await store.GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal(
            ["ASIA1", "ASIA2"], _manager.Server.Requests.Select(request => request.Header("Authorization")!.Split('=', '/')[1]));
        for (var i = 0; i < 3; i++)
        {
            _manager.Next(_ => FakeAwsService.Fault("ExpiredTokenException"));
        }

        Assert.Equal(ProviderFault.Unauthenticated, (await FailAsync(store, "t")).Failure.Fault);
        Assert.Equal(4, _manager.Server.Requests.Count);
    }

    [Theory]
    [InlineData("RequestTimeTooSkewed", "403 Forbidden")]
    [InlineData("InvalidSignatureException", "400 Bad Request")]
    public async Task A_wrong_clock_is_corrected_once_and_stays_so(string code, string status)
    {
        _manager.Add("s", "value");
        _manager.Add("t", "value");
        var theirs = DateTimeOffset.UtcNow.AddHours(5);
        _manager.Next(_ => FakeAwsService.Fault(code, "Signature expired", status, $"Date: {theirs:r}\r\n"));
        var store = Create();
        await store.GetAsync(new("s"), Ct);
        await store.GetAsync(new("t"), Ct);
        Assert.Equal(3, _manager.Operations.Count);
        Assert.All(_manager.Server.Requests.Skip(1), request => Assert.InRange(
            DateTimeOffset.ParseExact(request.Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal) - theirs,
            TimeSpan.FromMinutes(-5), TimeSpan.FromMinutes(5)));
    }

    [Theory]
    [InlineData("SecretsManager", """{"SecretString":7}""")]
    [InlineData("SecretsManager", """{"SecretBinary":"not base64!"}""")]
    [InlineData("SecretsManager", """{"Name":"s"}""")]
    [InlineData("ParameterStore", """{"Parameter":"s"}""")]
    [InlineData("ParameterStore", """{"Parameter":{"Value":[1]}}""")]
    public async Task A_member_of_another_type_is_an_invalid_response(string service, string content)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(content));
        using var bench = new AwsStoreBench(server.Url, null, Keys);
        Assert.Equal(ProviderFault.InvalidResponse, (await FailAsync(bench.Create(service))).Failure.Fault);
    }

    [Theory]
    [InlineData("SecretsManager", "404 Not Found", "<html>no such page</html>")]
    [InlineData("SecretsManager", "404 Not Found", "")]
    [InlineData("ParameterStore", "404 Not Found", """{"message":"no Route matched with those values"}""")]
    [InlineData("ParameterStore", "410 Gone", "")]
    public async Task What_something_else_does_not_find_is_not_a_secret_that_is_missing(string service, string status, string content)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(content, status));
        using var bench = new AwsStoreBench(server.Url, null, Keys);
        var store = bench.Create(service);
        Assert.NotEqual(ProviderFault.NotFound, (await FailAsync(store)).Failure.Fault);
        await Assert.ThrowsAsync<ProviderException>(async () => await ((IWritableSecretStore)store).ExistsAsync(new("s"), Ct));
        await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s") { IsMetadata = true }, Ct));
    }

    [Fact]
    public async Task Credentials_that_are_not_found_are_not_a_secret_that_is_missing()
    {
        using var nothing = new HttpServer(_ => ServedAnswer.Status("404 Not Found"));
        using var bench = new AwsStoreBench(_manager.Server.Url, null, ("AWS_CONTAINER_CREDENTIALS_FULL_URI", nothing.Url + "/none"));
        Assert.Equal(ProviderFault.Unauthenticated, (await FailAsync(bench.Create("SecretsManager"))).Failure.Fault);
        using var other = new AwsStoreBench(_manager.Server.Url, null, [.. Keys, ("AWS_STS_ENDPOINT", nothing.Url)]);
        var store = other.Create("SecretsManager", ""","role":"arn:aws:iam::1:role/R" """);
        Assert.NotEqual(ProviderFault.NotFound, (await FailAsync(store)).Failure.Fault);
        Assert.Empty(_manager.Server.Requests);
    }

    [Fact]
    public async Task A_list_that_does_not_end_is_an_invalid_response()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("""{"SecretList":[],"SecretValues":[],"NextToken":"again"}"""));
        using var bench = new AwsStoreBench(server.Url, null, Keys);
        foreach (var path in (string[])["", "p"])
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(
                async () => await bench.Create("SecretsManager").FindAsync(new() { Name = ".", Path = path }, Ct));
            Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        }

        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_may_have_arrived_is_not_sent_again_unless_it_has_a_name()
    {
        _parameters.Next(_ => FakeAwsService.Fault("ParameterNotFound"));
        _parameters.Next(_ => FakeAwsService.Fault("InternalServerError", "", "500 Internal Server Error"));
        using var bench = new AwsStoreBench(_parameters.Server.Url, null, Keys);
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await ((IWritableSecretStore)bench.Create("ParameterStore")).PushAsync(Push("p", "x"), Ct));
        Assert.Equal(ProviderFault.ServerFailed, failure.Failure.Fault);
        Assert.Equal(["GetParameter", "PutParameter"], _parameters.Operations);

        _parameters.Next(_ => FakeAwsService.Fault("ParameterNotFound"));
        _parameters.Next(_ => FakeAwsService.Fault("ThrottlingException"));
        await ((IWritableSecretStore)bench.Create("ParameterStore")).PushAsync(Push("p", "x"), Ct);
        Assert.Equal("x", (string)_parameters.Value("p")!["Value"]!);

        _manager.Next(_ => FakeAwsService.Fault("ResourceNotFoundException"));
        _manager.Next(_ => FakeAwsService.Fault("InternalServiceError", "", "500 Internal Server Error"));
        await ((IWritableSecretStore)Create()).PushAsync(Push("s", "x"), Ct);
        Assert.Equal(["DescribeSecret", "CreateSecret", "CreateSecret"], _manager.Operations);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_within_the_budget()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        using var server = new HttpServer(_ => ServedAnswer.Silence);
        using var bench = new AwsStoreBench(server.Url, clock, Keys);
        var reading = bench.Create("SecretsManager").GetAsync(new("s"), Ct).AsTask();
        while (server.Requests.Count == 0)
        {
            await Task.Delay(5, Ct);
        }

        clock.Advance(TimeSpan.FromSeconds(31));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await reading);
        Assert.Equal(ProviderFault.TimedOut, failure.Failure.Fault);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("refused echo")]
    [InlineData("signature")]
    public async Task Nothing_secret_is_in_a_failure_even_if_the_service_repeats_it(string kind)
    {
        using var server = new HttpServer(request => kind switch
        {
            "echo" => ServedAnswer.Kept(Encoding.UTF8.GetString(request.Body)),
            "refused echo" => FakeAwsService.Fault("ValidationException", Encoding.UTF8.GetString(request.Body)),
            _ => FakeAwsService.Fault(
                "InvalidSignatureException", $"The signature does not match.\n\n'x-amz-token:{request.Header("X-Amz-Security-Token")}'"),
        });
        using var bench = new AwsStoreBench(server.Url, null, Keys);
        var store = (IWritableSecretStore)bench.Create("SecretsManager");
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await store.PushAsync(Push("s", "canary-value"), Ct));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    private ISecretStore Create() => Bench().Create("SecretsManager");

    private AwsStoreBench Bench(params (string, string)[] variables)
    {
        var bench = new AwsStoreBench(_manager.Server.Url, null, [.. Keys, .. variables]);
        _benches.Add(bench);
        return bench;
    }

    private static async Task<ProviderException> FailAsync(ISecretStore store, string key = "s") =>
        await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(key), Ct));

    private static string Session(string id) =>
        $"<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{id}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
        + "<SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>"
        + "</AssumeRoleResponse>";
}
