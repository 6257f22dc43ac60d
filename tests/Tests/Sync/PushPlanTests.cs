using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Tests.Sync;

/// <summary>What a PushSecret writes, where, and what its status says (spec external-secrets.md 4.2).</summary>
public sealed class PushPlanTests
{
    private const string Store = """
        apiVersion: external-secrets.io/v1
        kind: SecretStore
        metadata: {name: store, namespace: team, uid: s1, generation: 1, labels: {g: "1"}}
        spec: {provider: {fake: {data: [{key: own, value: x}]}}}
        """;

    private const string Base = """
        secretStoreRefs: [{name: store}]
        selector: {secret: {name: src}}
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PushBench Bench(string more = "") => new($"{Store}\n---\n{PushBench.Source}{(more.Length > 0 ? "\n---\n" + more : "")}");

    [Fact]
    public async Task Keys_are_written_and_named_in_the_status()
    {
        await using var bench = Bench();
        var push = PushBench.Push($"{Base}\ndata: [{{match: {{secretKey: db-user, remoteRef: {{remoteKey: app/user}}}}}}]");
        var result = await bench.SyncAsync(push);
        Assert.Equal("canary-u", await bench.ReadAsync("app/user"));
        Assert.Equal(["app/user"], result.Status.Pushed!.Of("SecretStore/store").Keys);
        Assert.Equal(
            new("Ready", "True", "Synced", "PushSecret synced successfully", SyncBench.Start), result.Status.Common.Conditions.Single());
        Assert.Equal(("Synced", Requeue.After(TimeSpan.FromHours(1))), (result.Event.Reason, result.Requeue));
        Assert.Equal(PushAction.None, (await bench.PlanAsync(PushBench.After(push, result))).Action);
    }

    [Fact]
    public async Task All_of_a_Secret_is_one_object_of_texts()
    {
        await using var bench = Bench();
        await bench.SyncAsync(PushBench.Push($"{Base}\ndata: [{{match: {{remoteRef: {{remoteKey: all}}}}}}]"));
        Assert.Equal("""{"db-pass":"canary-p","db-user":"canary-u","other":"canary-o"}""", await bench.ReadAsync("all"));
    }

    [Theory]
    [InlineData("regexp: {source: '^db-', target: 'app/${0}x/'}", "app/db-x/user")]
    [InlineData("transform: {template: '{{ .value | upper }}'}", "DB-USER")]
    public async Task Rules_write_matching_keys_under_rewritten_names(string rewrite, string name)
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push(
            $"{Base}\ndataTo: [{{storeRef: {{name: store}}, match: {{regexp: '^db-'}}, rewrite: [{{{rewrite}}}]}}]"));
        Assert.Equal("canary-u", await bench.ReadAsync(name));
        Assert.Equal(2, result.Status.Pushed!.Of("SecretStore/store").Count);
    }

    [Fact]
    public async Task A_rule_with_a_remote_key_writes_one_object()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push(
            $"{Base}\ndataTo: [{{storeRef: {{name: store}}, match: {{regexp: '^db-'}}, remoteKey: bundle}}]"));
        Assert.Equal("""{"db-pass":"canary-p","db-user":"canary-u"}""", await bench.ReadAsync("bundle"));
        Assert.Equal(["bundle"], result.Status.Pushed!.Of("SecretStore/store").Keys);
    }

    [Fact]
    public async Task A_row_of_its_own_counts_before_a_rule()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push($$$$"""
            {{{{Base}}}}
            data: [{match: {secretKey: db-user, remoteRef: {remoteKey: mine}}}]
            dataTo: [{storeRef: {name: store}}]
            """));
        Assert.Equal(["db-pass", "mine", "other"], result.Status.Pushed!.Of("SecretStore/store").Keys.Order());
        Assert.Null(await bench.ReadAsync("db-user"));
    }

    [Theory]
    [InlineData("data: [{match: {secretKey: gone, remoteRef: {remoteKey: r}}}]", "set secret failed: secret key gone does not exist")]
    [InlineData(
        "data: [{match: {secretKey: other, remoteRef: {remoteKey: r}}}, {match: {secretKey: db-user, remoteRef: {remoteKey: r}}}]",
        "set secret failed: failed to merge data entries: duplicate remote key \"r\": source keys \"other\" and \"db-user\" both map "
        + "to the same destination")]
    [InlineData(
        "dataTo: [{storeRef: {name: store}, rewrite: [{regexp: {source: '.*', target: same}}]}]",
        "set secret failed: failed to expand dataTo: dataTo[0]: duplicate remote key \"same\" from source key \"db-user\" (conflicts with "
        + "dataTo[0]:db-pass)")]
    [InlineData("dataTo: [{storeRef: {name: else}}]", "dataTo[0]: storeRef \"else\" not found in secretStoreRefs")]
    [InlineData("dataTo: [{match: {regexp: x}}]", "dataTo[0]: storeRef is required")]
    [InlineData("dataTo: [{storeRef: {}}]", "dataTo[0]: storeRef must have name or labelSelector")]
    [InlineData(
        "dataTo: [{storeRef: {name: store}, match: {regexp: '('}}]",
        "set secret failed: failed to expand dataTo: dataTo[0]: match failed: failed to compile regexp pattern \"(\": ")]
    [InlineData("data: [{match: {secretKey: other, remoteRef: {remoteKey: own}}}]",
        "set secret failed: could not write remote ref other to target secretstore store: key already exists")]
    public async Task Failures_are_said_and_tried_again(string rows, string message)
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push($"{Base}\n{rows}"));
        var condition = result.Status.Common.Conditions.Single();
        Assert.StartsWith(message, condition.Message, StringComparison.Ordinal);
        Assert.Equal(("False", "Errored", Requeue.Backoff), (condition.Status, condition.Reason, result.Requeue));
        Assert.True(result.Event.IsWarning);
        Assert.Null(result.Status.Common.Refreshed);
    }

    [Fact]
    public async Task What_was_written_before_a_failure_is_named()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push($$$$"""
            {{{{Base}}}}
            data: [{match: {secretKey: other, remoteRef: {remoteKey: a}}}, {match: {secretKey: gone, remoteRef: {remoteKey: b}}}]
            """));
        Assert.Equal(["a"], result.Status.Pushed!.Of("SecretStore/store").Keys);
    }

    [Theory]
    [InlineData("selector: {secret: {name: gone}}", "could not get source secret")]
    [InlineData("selector: {secret: {selector: {}}}", "could not get source secret")]
    [InlineData("selector: {generatorRef: {kind: Fake, name: gone}}", "could not get source secret")]
    public async Task A_source_that_is_missing_is_a_failure(string selector, string message)
    {
        await using var bench = Bench();
        var plan = await bench.PlanAsync(PushBench.Push($"secretStoreRefs: [{{name: store}}]\n{selector}"));
        Assert.Equal((PushAction.Fail, message), (plan.Action, plan.Problem));
    }

    [Fact]
    public async Task A_selector_that_finds_nothing_writes_nothing_and_names_no_store()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push("""
            secretStoreRefs: [{name: store}]
            selector: {secret: {selector: {matchLabels: {app: none}}}}
            dataTo: [{storeRef: {name: store}}]
            """));
        Assert.Equal("Synced", result.Status.Common.Conditions.Single().Reason);
        Assert.Empty(result.Status.Pushed!.Stores);
    }

    [Fact]
    public async Task Rows_with_the_same_target_are_refused_before_anything_is_written()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push($$$$"""
            {{{{Base}}}}
            data: [{match: {secretKey: other, remoteRef: {remoteKey: r}}}, {match: {secretKey: db-user, remoteRef: {remoteKey: r}}}]
            """));
        Assert.Empty(result.Status.Pushed!.Of("SecretStore/store"));
        Assert.Null(await bench.ReadAsync("r"));
    }

    [Fact]
    public async Task Credentials_that_are_missing_are_a_failure_of_the_store_and_not_of_a_row()
    {
        await using var bench = new PushBench(
            Store.Replace(
                "fake: {data: [{key: own, value: x}]}",
                "vault: {server: 'http://vault.example', path: secret, auth: {tokenSecretRef: {name: nope, key: token}}}",
                StringComparison.Ordinal)
            + $"\n---\n{PushBench.Source}");
        var result = await bench.SyncAsync(PushBench.Push(
            $"{Base}\ndata: [{{match: {{secretKey: other, remoteRef: {{remoteKey: r}}}}}}]"));
        Assert.Equal(
            "set secret failed: could not get secrets client for store store: cannot get Kubernetes secret \"nope\" from namespace "
            + "\"team\": secrets \"nope\" not found",
            result.Status.Common.Conditions.Single().Message);
    }

    [Fact]
    public async Task A_store_that_cannot_be_used_counts_before_a_key_that_is_missing()
    {
        await using var bench = new PushBench(
            $"{Store.Replace("fake: {data: [{key: own, value: x}]}", "nonsense: {}", StringComparison.Ordinal)}\n---\n{PushBench.Source}");
        var result = await bench.SyncAsync(PushBench.Push(
            $"{Base}\ndata: [{{match: {{secretKey: gone, remoteRef: {{remoteKey: r}}}}}}]"));
        Assert.StartsWith(
            "set secret failed: could not get secrets client for store store: ", result.Status.Common.Conditions.Single().Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_are_chosen_by_labels()
    {
        await using var bench = Bench("""
            apiVersion: v1
            kind: Secret
            metadata: {name: second, namespace: team, labels: {app: x}}
            stringData: {more: canary-m}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: foreign, namespace: other, labels: {app: x}}
            stringData: {secret: canary-foreign}
            """);
        await bench.SyncAsync(PushBench.Push("""
            secretStoreRefs: [{name: store}]
            selector: {secret: {selector: {matchLabels: {app: x}}}}
            dataTo: [{storeRef: {name: store}}]
            """));
        Assert.Equal("canary-m", await bench.ReadAsync("more"));
        Assert.Equal("canary-o", await bench.ReadAsync("other"));
        Assert.Null(await bench.ReadAsync("secret"));
    }

    [Fact]
    public async Task A_source_that_went_is_cleaned_up_where_the_policy_says_so()
    {
        await using var bench = Bench();
        const string rows = "data: [{match: {secretKey: other, remoteRef: {remoteKey: r}}}]\ndeletionPolicy: Delete";
        var result = await bench.SyncAsync(PushBench.Push($"{Base}\n{rows}"));
        var gone = new PushSecret(PushBench.Push($"secretStoreRefs: [{{name: store}}]\nselector: {{secret: {{name: gone}}}}\n{rows}",
            "name: ps, namespace: team, generation: 2").Tree.Copy().With("status", result.Status.ToMap()));
        Assert.Equal(PushAction.DeleteAll, (await bench.PlanAsync(gone)).Action);
        Assert.Empty((await bench.Run.DeleteAsync(gone, new(), Ct)).Problem);
        Assert.Null(await bench.ReadAsync("r"));
        var outcome = new PushOutcome(gone, bench.Clock.GetUtcNow()).SourceDeleted();
        Assert.Equal(("SourceDeleted", false), (outcome.Status.Common.Conditions.Single().Reason, outcome.Event.IsWarning));
        Assert.Equal(Requeue.After(TimeSpan.FromHours(1)), outcome.Requeue);
    }

    [Fact]
    public async Task Rows_that_are_dropped_are_deleted_alone()
    {
        await using var bench = Bench();
        var first = PushBench.Push($$$$"""
            {{{{Base}}}}
            data: [{match: {secretKey: other, remoteRef: {remoteKey: a}}}, {match: {secretKey: other, remoteRef: {remoteKey: b}}}]
            """);
        var result = await bench.SyncAsync(first);
        var left = new PushedRows();
        left.Add("SecretStore/store", result.Status.Pushed!.Of("SecretStore/store")["a"]);
        var progress = await bench.Run.DeleteAsync(PushBench.After(first, result), left, Ct);
        Assert.Equal((true, false), (await bench.ReadAsync("a") is not null, await bench.ReadAsync("b") is not null));
        Assert.Equal(["a"], progress.Rows.Of("SecretStore/store").Keys);
    }

    [Fact]
    public async Task A_store_that_is_gone_keeps_what_was_written_in_the_status()
    {
        await using var bench = new PushBench(PushBench.Source);
        var pushed = new PushedRows();
        pushed.Add("SecretStore/store", new() { SecretKey = "other", Target = new("a") });
        var push = new PushSecret(PushBench.Push(Base).Tree.Copy().With("status", new PushStatus(new(), pushed).ToMap()));
        var progress = await bench.Run.DeleteAsync(push, new(), Ct);
        Assert.Equal(
            "could not get secrets client for store SecretStore/store: could not get SecretStore \"store\", "
            + "SecretStore.external-secrets.io \"store\" not found", progress.Problem);
        Assert.Equal(["a"], progress.Rows.Of("SecretStore/store").Keys);
    }

    [Fact]
    public async Task A_template_adds_keys_and_never_changes_the_source()
    {
        await using var bench = Bench();
        await bench.SyncAsync(PushBench.Push($$$"""
            {{{Base}}}
            template: {data: {dsn: '{{ index . "db-user" }}:x'}}
            dataTo: [{storeRef: {name: store}}]
            """));
        Assert.Equal("canary-u:x", await bench.ReadAsync("dsn"));
        Assert.Equal("canary-o", await bench.ReadAsync("other"));
    }

    [Fact]
    public async Task Existing_secrets_stay_where_the_policy_says_so()
    {
        await using var bench = Bench();
        var result = await bench.SyncAsync(PushBench.Push(
            $"{Base}\nupdatePolicy: IfNotExists\ndata: [{{match: {{secretKey: other, remoteRef: {{remoteKey: own}}}}}}]"));
        Assert.Equal("x", await bench.ReadAsync("own"));
        Assert.Equal(
            "PushSecret synced successfully. Existing secrets in providers unchanged.", result.Status.Common.Conditions.Single().Message);
        Assert.Equal(["own"], result.Status.Pushed!.Of("SecretStore/store").Keys);
    }

    [Fact]
    public async Task Stores_of_other_agents_are_left_to_them()
    {
        await using var bench = new PushBench(
            $"{Store.Replace("spec: {", "spec: {controller: else, ", StringComparison.Ordinal)}\n---\n{PushBench.Source}");
        var plan = await bench.PlanAsync(PushBench.Push($"{Base}\ndataTo: [{{storeRef: {{name: store}}}}]"));
        Assert.Equal((PushAction.None, Requeue.None), (plan.Action, plan.Requeue));
    }

    [Theory]
    [InlineData("refreshInterval: 10m", 9, false)]
    [InlineData("refreshInterval: 10m", 10, true)]
    [InlineData("refreshInterval: 0s", 600, false)]
    public async Task It_is_written_again_after_the_interval(string interval, int minutes, bool isDue)
    {
        await using var bench = Bench();
        var push = PushBench.Push($"{Base}\n{interval}\ndataTo: [{{storeRef: {{name: store}}}}]");
        var after = PushBench.After(push, await bench.SyncAsync(push));
        bench.Clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(isDue ? PushAction.Push : PushAction.None, (await bench.PlanAsync(after)).Action);
    }

    [Fact]
    public async Task Keys_that_were_escaped_for_Kubernetes_get_their_names_back()
    {
        await using var bench = new PushBench($$"""
            {{Store}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: src, namespace: team}
            stringData: {a_U002f_b: canary}
            """);
        await bench.SyncAsync(PushBench.Push(
            $"{Base}\ndataTo: [{{storeRef: {{name: store}}, conversionStrategy: ReverseUnicode}}]"));
        Assert.Equal("canary", await bench.ReadAsync("a/b"));
    }
}
