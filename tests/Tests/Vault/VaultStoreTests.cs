using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Tests.Vault;

/// <summary>What the store of Vault has of its own: versions, metadata, ownership, check-and-set, consistency, settings.</summary>
public sealed class VaultStoreTests : IDisposable
{
    private readonly FakeVault _vault = new();
    private readonly VaultFixture _fixture = new();
    private readonly GivenReferences _references = new();

    public VaultStoreTests() => _references["default/vault/token"] = _vault.RootToken;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_are_read()
    {
        Write("app", """{"k":"one"}""");
        Write("app", """{"k":"two"}""");
        await using var store = Store();
        Assert.Equal("one", (await store.GetAsync(new("app") { Property = "k", Version = "1" }, Ct))?.RevealText());
        Assert.Equal("two", (await store.GetAsync(new("app") { Property = "k" }, Ct))?.RevealText());
        Assert.Null(await store.GetAsync(new("app") { Version = "9" }, Ct));
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await store.GetAsync(new("app") { Version = "x&list=true" }, Ct));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
    }

    [Theory]
    [InlineData("DELETE", "secret/data/app", "")]
    [InlineData("PUT", "secret/destroy/app", """{"versions":[1]}""")]
    [InlineData("DELETE", "secret/metadata/app", "")]
    public async Task A_version_that_is_gone_is_no_secret(string method, string path, string body)
    {
        Write("app", """{"k":"one"}""");
        _vault.Do(method, path, body);
        await using var store = Store();
        Assert.Null(await store.GetAsync(new("app"), Ct));
        Assert.Null(await store.GetMapAsync(new("app"), Ct));
    }

    [Theory]
    [InlineData("n", "5432")]
    [InlineData("big", "12345678901")]
    [InlineData("f", "1.5")]
    [InlineData("t", "true")]
    [InlineData("nil", "")]
    [InlineData("o", """{"a":"\u003c\u0026\u003e","z":1}""")]
    [InlineData("o.a", "<&>")]
    [InlineData("l.#", "2")]
    [InlineData("a.b", "dotted")]
    [InlineData("js", """{"in":"side"}""")]
    public async Task Properties_are_looked_up_by_key_and_then_by_path(string property, string expected)
    {
        Write("app", """
            {"n":5432,"big":12345678901,"f":1.5,"t":true,"nil":null,"o":{"z":1,"a":"<&>"},"l":[1,"x"],"a.b":"dotted","a":{"b":"nested"},
            "js":"{\"in\":\"side\"}"}
            """);
        await using var store = Store();
        Assert.Equal(expected, (await store.GetAsync(new("app") { Property = property }, Ct))?.RevealText());
    }

    [Fact]
    public async Task Numbers_keep_their_digits_in_maps_and_texts()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(
            """{"data":{"data":{"id":9007199254740993,"x":1.10,"e":1e3,"list":[12345678901234567890]}}}"""));
        await using var store = Store(url: server.Url);
        var map = await store.GetMapAsync(new("app"), Ct);
        Assert.Equal(["1000", "9007199254740993", "[12345678901234567890]", "1.10"],
            map!.Entries.Select(entry => entry.Value.RevealText()));
        Assert.Equal(
            """{"e":1e3,"id":9007199254740993,"list":[12345678901234567890],"x":1.10}""",
            (await store.GetAsync(new("app"), Ct))!.RevealText());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":{"data":[]}}""")]
    [InlineData("""{"data":{"data":"text"}}""")]
    [InlineData("""{"data":{"data":7}}""")]
    public async Task An_answer_of_other_types_is_an_invalid_response(string content)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(content));
        await using var store = Store(url: server.Url);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        Assert.Contains("secret/data/app", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_metadata_count_before_those_of_the_server()
    {
        Write("app", """{"k":"one"}""");
        _vault.Do("POST", "secret/metadata/app", """{"custom_metadata":{"owner":"team-a","current_version":"mine"}}""");
        await using var store = Store();
        Assert.Equal("team-a", await MetadataAsync(store, "owner"));
        Assert.Equal("mine", await MetadataAsync(store, "current_version"));
        Assert.Equal("0s", await MetadataAsync(store, "delete_version_after"));
        Assert.Equal(
            ["created_time", "current_version", "delete_version_after", "owner"],
            JsonNode.Parse(await MetadataAsync(store, ""))!.AsObject().Select(member => member.Key));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("none") { IsMetadata = true }, Ct));
        Assert.Contains("secret not found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_walks_folders_and_skips_what_is_gone()
    {
        foreach (var name in (string[])["a", "tree/b", "tree/deep/c", "tree/gone"])
        {
            Write(name, """{"k":"v"}""");
        }

        _vault.Do("POST", "secret/metadata/tree/b", """{"custom_metadata":{"env":"dev"}}""");
        _vault.Do("DELETE", "secret/data/tree/gone");
        await using var store = Store();
        Assert.Equal(["a", "tree/b", "tree/deep/c"], (await store.FindAsync(new(), Ct)).Names);
        Assert.Equal(["tree/b", "tree/deep/c"], (await store.FindAsync(new() { Path = "tree" }, Ct)).Names);
        Assert.Equal(["tree/deep/c"], (await store.FindAsync(new() { Name = "c$" }, Ct)).Names);
        Assert.Equal(["tree/b"], (await store.FindAsync(new() { Tags = new Dictionary<string, string> { ["env"] = "dev" } }, Ct)).Names);
        var nowhere = await store.FindAsync(new() { Path = "nothing" }, Ct);
        Assert.Equal((0, true), (nowhere.Count, nowhere.IsAbsent));
        var unmatched = await store.FindAsync(new() { Path = "tree", Name = "^none$" }, Ct);
        Assert.Equal((0, false), (unmatched.Count, unmatched.IsAbsent));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("k", true)]
    [InlineData("deep.inner", true)]
    [InlineData("deep.other", false)]
    [InlineData("other", false)]
    public async Task A_property_exists_by_its_key_and_by_a_path(string property, bool expected)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("""{"data":{"data":{"k":"v","deep":{"inner":1}}}}"""));
        await using var store = (IWritableSecretStore)Store(url: server.Url);
        Assert.Equal(expected, await store.ExistsAsync(new("app", property), Ct));
    }

    [Fact]
    public async Task A_push_of_the_same_writes_nothing()
    {
        await using var store = Store();
        await PushAsync(store, "pushed", "p", "one");
        await PushAsync(store, "pushed", "p", "one");
        await PushAsync(store, "pushed", "", """{"p":"one"}""");
        Assert.Equal(1, Version("pushed"));
        await PushAsync(store, "pushed", "q", "two");
        Assert.Equal("""{"p":"one","q":"two"}""", (await store.GetAsync(new("pushed"), Ct))?.RevealText());
        Assert.Equal(2, Version("pushed"));
    }

    [Fact]
    public async Task What_others_made_is_neither_overwritten_nor_deleted()
    {
        Write("theirs", """{"k":"v"}""");
        await using var store = Store();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => PushAsync(store, "theirs", "k", "canary-value"));
        Assert.Equal(ProviderFault.NotManaged, failure.Failure.Fault);
        Assert.Contains("secret not managed by external-secrets", failure.Message, StringComparison.Ordinal);
        await ((IWritableSecretStore)store).DeleteAsync(new("theirs"), Ct);
        Assert.NotNull(await store.GetAsync(new("theirs"), Ct));
        Assert.DoesNotContain(_vault.Requests, request => request.Method is "PUT" or "DELETE");
    }

    [Fact]
    public async Task A_property_is_deleted_alone_and_the_last_one_with_the_secret()
    {
        await using var store = Store();
        await PushAsync(store, "pushed", "p", "one");
        await PushAsync(store, "pushed", "q", "two");
        await ((IWritableSecretStore)store).DeleteAsync(new("pushed", "p"), Ct);
        Assert.Equal("""{"q":"two"}""", (await store.GetAsync(new("pushed"), Ct))?.RevealText());
        await ((IWritableSecretStore)store).DeleteAsync(new("pushed", "q"), Ct);
        Assert.Null(await store.GetAsync(new("pushed"), Ct));
        Assert.Equal(["secret/data/pushed", "secret/metadata/pushed"],
            _vault.Requests.Where(request => request.Method == "DELETE").Select(request => request.Target["/v1/".Length..]));
    }

    [Fact]
    public async Task Check_and_set_names_the_version_also_after_a_deletion()
    {
        await using var store = Store(",\"checkAndSet\":{\"required\":true}");
        await PushAsync(store, "cas", "p", "one");
        await PushAsync(store, "cas", "p", "two");
        _vault.Do("DELETE", "secret/data/cas");
        await PushAsync(store, "cas", "p", "three");
        Assert.Equal(["0", "1", "2"], Written("secret/data/cas").Select(body => body["options"]!["cas"]!.ToString()));
    }

    [Fact]
    public async Task Who_was_faster_is_a_conflict_that_is_not_repeated()
    {
        await using var store = Store(",\"checkAndSet\":{\"required\":true}");
        await PushAsync(store, "cas", "p", "one");
        _vault.Override = request =>
        {
            if (request is { Method: "PUT", Target: "/v1/secret/data/cas" })
            {
                _vault.Override = null;
                Write("cas", """{"p":"other"}""");
            }

            return null;
        };
        var failure = await Assert.ThrowsAsync<ProviderException>(() => PushAsync(store, "cas", "p", "canary-two"));
        Assert.Equal(ProviderFault.Conflict, failure.Failure.Fault);
        Assert.Equal(2, _vault.Requests.Count(request => request is { Method: "PUT", Target: "/v1/secret/data/cas" }));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_1_keeps_the_mark_within_the_secret()
    {
        _vault.Do("POST", "sys/mounts/kv1", """{"type":"kv"}""");
        await using var store = Store(",\"path\":\"kv1\",\"version\":\"v1\"", path: null);
        await PushAsync(store, "pushed", "p", "one");
        await PushAsync(store, "pushed", "p", "one");
        Assert.Equal(["""{"custom_metadata":{"managed-by":"external-secrets"},"p":"one"}"""],
            Written("kv1/pushed").Select(body => body.ToJsonString()));
        await ((IWritableSecretStore)store).DeleteAsync(new("pushed", "p"), Ct);
        Assert.Null(await store.GetAsync(new("pushed"), Ct));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("x") { IsMetadata = true }, Ct));
        Assert.Contains("kv version v1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_is_no_map_needs_a_property()
    {
        await using var store = Store();
        var failure = await Assert.ThrowsAsync<ProviderException>(() => PushAsync(store, "pushed", "", "canary-text"));
        Assert.Equal(ProviderFault.InvalidRequest, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString() + failure.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain(_vault.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task A_write_that_may_have_been_done_is_not_repeated()
    {
        _vault.Override = request => request is { Method: "PUT", Target: "/v1/secret/data/pushed" }
            ? FakeTransit.Error("500 Failed", "x") : null;
        await using var store = Store(retries: 3);
        await Assert.ThrowsAsync<ProviderException>(() => PushAsync(store, "pushed", "p", "one"));
        Assert.Single(Written("secret/data/pushed"));
    }

    [Theory]
    [InlineData(412, 3)]
    [InlineData(500, 3)]
    [InlineData(429, 3)]
    [InlineData(503, 3)]
    [InlineData(501, 1)]
    [InlineData(404, 1)]
    [InlineData(472, 1)]
    public async Task Reads_are_repeated_as_the_reference_does(int status, int attempts)
    {
        using var server = new HttpServer(_ => FakeTransit.Error($"{status} Failed", "reason"));
        await using var store = Store(url: server.Url, retries: 2);
        await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task Settings_for_repeating_without_a_number_mean_never()
    {
        using var server = new HttpServer(_ => FakeTransit.Error("500 Failed", "reason"));
        await using var store = Store(url: server.Url, retries: 0);
        await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(503, "Vault is sealed", ProviderFault.ServerFailed, "unseal")]
    [InlineData(472, "", ProviderFault.ServerFailed, "standby")]
    [InlineData(473, "", ProviderFault.ServerFailed, "standby")]
    [InlineData(412, "required index state not present", ProviderFault.ServerFailed, "caught up")]
    [InlineData(400, "Upgrading from non-versioned to versioned data.", ProviderFault.ServerFailed, "logs")]
    [InlineData(403, "1 error occurred:\n\t* permission denied\n\n", ProviderFault.Denied, "policies")]
    [InlineData(404, "no handler for route \"secret/data/app\". route entry not found.", ProviderFault.NotFound, "mount")]
    [InlineData(404, "namespace not found", ProviderFault.NotFound, "namespace")]
    public async Task States_of_a_server_say_what_to_do(int status, string reason, ProviderFault fault, string advice)
    {
        using var server = new HttpServer(_ => reason.Length > 0 ? FakeTransit.Error($"{status} Failed", reason)
            : ServedAnswer.Kept("", $"{status} Failed"));
        await using var store = Store(url: server.Url, retries: 0);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal((fault, status), (failure.Failure.Fault, failure.Failure.Status));
        Assert.Contains(advice, failure.Hint, StringComparison.Ordinal);
        Assert.Contains("Vault: read secret/data/app", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_server_that_takes_too_long_is_named_as_such()
    {
        var clock = new FakeClock();
        using var fixture = new VaultFixture(clock);
        using var server = new HttpServer(_ => ServedAnswer.Silence);
        await using var store = fixture.Store(
            VaultFixture.WithToken(server.Url, ",\"path\":\"secret\""), _references, TimeSpan.FromMilliseconds(1));
        var read = store.GetAsync(new("app"), Ct).AsTask();
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Ct);
        clock.Advance(TimeSpan.FromSeconds(30));
        var failure = await Assert.ThrowsAsync<ProviderException>(() => read);
        Assert.Equal(ProviderFault.TimedOut, failure.Failure.Fault);
        Assert.Contains("secret/data/app", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
    }

    [Fact]
    public async Task A_path_of_the_other_version_says_so()
    {
        await using var store = Store(",\"version\":\"v1\"");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("version", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_after_writes_carry_what_the_server_said()
    {
        var count = 0;
        using var server = new HttpServer(_ => ServedAnswer.Kept(
            """{"data":{"data":{"k":"v"}}}""", headers: $"X-Vault-Index: index-{Interlocked.Increment(ref count)}\r\n"));
        await using var store = Store(",\"readYourWrites\":true,\"forwardInconsistent\":true", url: server.Url);
        await store.GetAsync(new("app"), Ct);
        await store.GetAsync(new("app"), Ct);
        Assert.Equal([null, "index-1"], server.Requests.Select(request => request.Header("X-Vault-Index")));
        Assert.All(server.Requests, request => Assert.Equal("forward-active-node", request.Header("X-Vault-Inconsistent")));
    }

    [Fact]
    public async Task Headers_and_the_namespace_go_with_each_request()
    {
        _vault.Do("POST", "sys/namespaces/team-a");
        _vault.Do("POST", "sys/mounts/secret", """{"type":"kv-v2"}""", "team-a");
        await using var store = Store(",\"namespace\":\"team-a\",\"headers\":{\"X-Route\":\"blue\"}");
        Assert.Null(await store.GetAsync(new("app"), Ct));
        var request = _vault.Requests.Single();
        Assert.Equal(("team-a", "blue"), (request.Header("X-Vault-Namespace"), request.Header("X-Route")));
    }

    [Theory]
    [InlineData("""{"server":"not a url"}""", "server")]
    [InlineData("""{"path":"secret"}""", "server")]
    [InlineData("""{"server":"http://v","version":"v3"}""", "version")]
    [InlineData("""{"server":"http://v","version":"v1","checkAndSet":{"required":true}}""", "checkAndSet")]
    [InlineData("""{"server":"http://v","tls":{"certSecretRef":{"name":"s"}}}""", "keySecretRef")]
    [InlineData("""{"server":"http://v","headers":{"bad name":"x"}}""", "headers")]
    [InlineData("""{"server":"http://v","headers":{"A":"x\ny"}}""", "headers")]
    [InlineData("""{"server":"http://v","caProvider":{"type":"Secret","name":"s","key":"k","namespace":"other"}}""", "namespace")]
    public void Settings_that_are_wrong_are_refused(string settings, string words)
    {
        var failure = Assert.Throws<ProviderException>(() => _fixture.Store(settings, _references));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_store_whose_credentials_are_those_of_mappings_is_not_asked_about()
    {
        await using var store = _fixture.Store(VaultFixture.WithToken(_vault.Url), _references, ns: "", isClusterStore: true);
        Assert.Equal(StoreReadiness.Unknown, (await store.ValidateAsync(Ct)).Readiness);
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task A_token_that_was_replaced_is_read_again_when_the_old_one_is_refused()
    {
        Write("app", """{"k":"v"}""");
        _references["default/vault/token"] = "s.old";
        await using var store = Store();
        await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        _references["default/vault/token"] = _vault.RootToken + "\n";
        Assert.NotNull(await store.GetAsync(new("app"), Ct));
    }

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
    }

    private ISecretStore Store(string more = "", string? url = null, int? retries = null, string? path = ",\"path\":\"secret\"") =>
        _fixture.Store(VaultFixture.WithToken(url ?? _vault.Url, path + more), _references,
            retries is null ? null : TimeSpan.FromMilliseconds(1), retries ?? 0);

    private void Write(string name, string data) => _vault.Do("POST", $"secret/data/{name}", $$"""{"data":{{data}}}""");

    private long Version(string name) => (long)_vault.Do("GET", $"secret/metadata/{name}")!["data"]!["current_version"]!;

    private IEnumerable<JsonNode> Written(string path) => _vault.Requests
        .Where(request => request.Method == "PUT" && request.Target == "/v1/" + path).Select(request => JsonNode.Parse(request.Body)!);

    private static async Task<string> MetadataAsync(ISecretStore store, string property) =>
        (await store.GetAsync(new("app") { Property = property, IsMetadata = true }, Ct))!.RevealText();

    private static async Task PushAsync(ISecretStore store, string key, string property, string text)
    {
        var value = SecretValue.OfText(text);
        await ((IWritableSecretStore)store).PushAsync(
            new(new(key, property)) { Value = value, Data = new() { ["k"] = value }, SecretKey = "k" }, Ct);
    }
}
