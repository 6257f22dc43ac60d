using SecretsKit.Goldens.Verbs;
using SecretsKit.Testing.Http;
using static SecretsKit.Goldens.Syncing.SyncManifestText;

namespace SecretsKit.Goldens.Syncing;

/// <summary>A watch syncs again when a file changes or an interval is over, loses nothing, and ends cleanly.</summary>
public sealed class SyncWatchTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Changes_of_manifests_and_of_files_of_stores_are_synced_and_failures_lose_nothing()
    {
        using var run = new VerbRun().WithKey();
        run.Write("values.yaml", "database:\n  password: first\n");
        Assert.Equal(0, (await run.RunAsync("enc", "values.yaml")).Exit);
        run.Write("m/store.yaml", """
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: here}
            spec: {provider: {sopsFile: {path: ../values.yaml}}}
            """);
        run.Write("m/es.yaml", """
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: orders}
            spec: {secretStoreRef: {name: here}, dataFrom: [{extract: {key: database}}]}
            """);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = run.RunAsync(end.Token, "sync", "-f", "m", "-o", "dotenv", "--to", "out.env", "--watch");
        await HoldsAsync(run, "password=first\n", watch);

        // The file of the store, which is no manifest.
        Assert.Equal(0, (await run.RunWithInputAsync("second", "set", "--value-stdin", "values.yaml", "database.password")).Exit);
        await HoldsAsync(run, "password=second\n", watch);

        // A manifest that is broken does not end it, and takes nothing away.
        var good = run.Read("m/es.yaml");
        run.Write("m/es.yaml", "a: [");
        await Task.Delay(TimeSpan.FromSeconds(3), end.Token);
        Assert.Equal("password=second\n", run.Read("out.env"));
        run.Write("m/es.yaml", good.Replace("extract: {key: database}", "extract: {key: gone}", StringComparison.Ordinal));
        await Task.Delay(TimeSpan.FromSeconds(3), end.Token);
        Assert.Equal("password=second\n", run.Read("out.env"));
        run.Write("m/es.yaml", good.Replace(
            "dataFrom:", "target: {template: {data: {word: '{{ .password }}'}}}, dataFrom:", StringComparison.Ordinal));
        await HoldsAsync(run, "word=second\n", watch);
        await end.CancelAsync();
        var result = await watch;
        Assert.Equal((0, ""), (result.Exit, result.OutputText));
        Assert.EndsWith("ended\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("the manifests that were read before count until this is corrected", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interval_that_is_over_writes_what_somebody_changed()
    {
        using var run = Made(new(), Orders.Replace("spec:\n", "spec:\n  refreshInterval: 1s\n", StringComparison.Ordinal));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = run.RunAsync(end.Token, "sync", "-f", "m", "-o", "folder", "--to", "out", "--watch");
        await UntilAsync(() => run.Has("out/orders-db.yaml"), watch);
        File.Delete(run.File("out/orders-db.yaml"));
        await UntilAsync(() => run.Has("out/orders-db.yaml"), watch);
        await end.CancelAsync();
        Assert.Equal(0, (await watch).Exit);
    }

    [Fact]
    public async Task An_interval_that_brings_nothing_new_says_so_and_leaves_an_encrypted_file_as_it_is()
    {
        using var run = Made(
            new VerbRun().WithKey(), Orders.Replace("spec:\n", "spec:\n  refreshInterval: 1s\n", StringComparison.Ordinal));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = run.RunAsync(end.Token, "sync", "-f", "m", "-o", "dotenv", "--to", "out.env", "--encrypt", "--watch");
        await UntilAsync(() => run.Has("out.env"), watch);
        var made = run.Read("out.env");
        await Task.Delay(TimeSpan.FromSeconds(3), end.Token);
        Assert.Equal(made, run.Read("out.env"));
        await end.CancelAsync();
        var said = (await watch).ErrorText.Split('\n');
        Assert.Single(said, "out.env: created, 2 keys");
        Assert.Contains("out.env: unchanged, 2 keys", said);
    }

    [Fact]
    public async Task A_manifest_that_comes_while_stores_are_read_is_synced()
    {
        static string Mapping(string name) => $$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: {{name}}}
            spec: {secretStoreRef: {name: slow}, data: [{secretKey: word, remoteRef: {key: word} }] }
            """;

        using var run = new VerbRun();
        using var server = new HttpServer(_ =>
        {
            if (!run.Has("m/second.yaml"))
            {
                run.Write("m/second.yaml", Mapping("second"));
            }

            return ServedAnswer.Kept("\"canary\"");
        });
        run.Write("m/store.yaml", $$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: slow}
            spec: {provider: {webhook: {url: "{{server.Url}}", result: {jsonPath: "$"} } } }
            """);
        run.Write("m/first.yaml", Mapping("first"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = run.RunAsync(end.Token, "sync", "-f", "m", "-o", "folder", "--to", "out", "--machine-credentials", "--watch");
        await UntilAsync(() => run.Has("out/first.yaml") && run.Has("out/second.yaml"), watch);
        await end.CancelAsync();
        Assert.Equal(0, (await watch).Exit);
    }

    [Fact]
    public async Task A_Secret_among_the_manifests_counts_as_it_is_now()
    {
        const string secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: orders-db}\nstringData: {theirs: one}\n";
        using var run = Made(
            new(), Orders.Replace("{name: orders-db}", "{name: orders-db, creationPolicy: Merge}", StringComparison.Ordinal));
        run.Write("m/secret.yaml", secret);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var watch = run.RunAsync(end.Token, "sync", "-f", "m", "-o", "dotenv", "--to", "out.env", "--watch");
        await HoldsAsync(run, $"password={VerbRun.Canary}\ntheirs=one\nuser=orders\n", watch);
        run.Write("m/secret.yaml", secret.Replace("one", "two", StringComparison.Ordinal));
        await HoldsAsync(run, $"password={VerbRun.Canary}\ntheirs=two\nuser=orders\n", watch);
        await end.CancelAsync();
        Assert.Equal(0, (await watch).Exit);
    }

    private static Task HoldsAsync(VerbRun run, string text, Task watch) =>
        UntilAsync(() => run.Has("out.env") && run.Read("out.env") == text, watch);

    private static async Task UntilAsync(Func<bool> condition, Task watch)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        while (!condition())
        {
            Assert.False(watch.IsCompleted, "the watch has ended");
            await Task.Delay(100, limit.Token);
        }
    }
}
