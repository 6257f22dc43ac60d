using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Docs;

namespace SecretsKit.Integration.Plans;

/// <summary>The file of a plan: nothing of it is readable, nothing that shows it shows a secret, and it counts once.</summary>
public sealed class PlanFileTests
{
    // As it is, and in a Secret.
    private static readonly string[] Canaries =
        [PlanBench.Canary, Convert.ToBase64String(Encoding.UTF8.GetBytes(PlanBench.Canary))];

    [Fact]
    public async Task P_146_A_plan_is_for_its_recipients_is_shown_masked_and_is_applied_once()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();
        var planned = await bench.PlanUpgradeAsync();
        Assert.Contains(
            $"upgrade of r in namespace {bench.Namespace}, revision 1 (deployed) to 2", planned.Output, StringComparison.Ordinal);
        Assert.Contains("pre-upgrade ConfigMap r-hook", planned.Output, StringComparison.Ordinal);
        Assert.Contains(
            "order:\n   1. record revision 2 as pending-upgrade\n   2. run the hook pre-upgrade ConfigMap r-hook\n"
            + "   3. apply Secret r-secret\n"
            + "   4. apply ConfigMap r-one, r-leak; create ConfigMap r-three\n   5. apply Deployment r-web\n   6. delete ConfigMap r-two\n"
            + "   7. run the hook post-upgrade ConfigMap r-second\n   8. record revision 2 as deployed, 1 as superseded\n",
            planned.Output,
            StringComparison.Ordinal);
        RequireMasked(planned.Output + planned.Error);

        var file = Path.Combine(bench.Program.Path, "plan.enc");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        RequireMasked(text);
        Assert.DoesNotContain(bench.Namespace, text, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        var kubeconfig = bench.Program.Variables["KUBECONFIG"];
        bench.Program.Variables["KUBECONFIG"] = "/nowhere";
        foreach (var format in (string[])["text", "json", "markdown"])
        {
            var shown = (await bench.Program.RunAsync("plan", "show", "plan.enc", "-o", format)).Succeeds();
            RequireMasked(shown.Output + shown.Error);
            Assert.Contains("r-three", shown.Output, StringComparison.Ordinal);
            if (format == "json")
            {
                JsonShape.Check("plan show", shown.Output);
                Assert.Equal(2, JsonNode.Parse(shown.Output)!["toRevision"]!.GetValue<int>());
            }
        }

        // What is deployed before is in the file, for those who can decrypt it: manifest, values, revision.
        var plain = JsonNode.Parse((await bench.Program.RunAsync("view", "--input-type", "binary", "plan.enc")).Succeeds().Output)!;
        var before = plain["start"]!["base"]!["record"]!;
        Assert.Equal(1, before["version"]!.GetValue<int>());
        Assert.Contains("r-two", before["manifest"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(PlanBench.Canary, before["config"]!["password"]!.GetValue<string>());

        bench.Program.Variables["KUBECONFIG"] = kubeconfig;
        var applied = (await bench.ApplyAsync()).Succeeds();
        Assert.Contains("Release \"r\" has been upgraded. Happy Helming!", applied.Output, StringComparison.Ordinal);
        Assert.Contains("The password is [REDACTED].", applied.Output, StringComparison.Ordinal);
        RequireMasked(applied.Output + applied.Error);
        var again = await bench.ApplyAsync();
        Assert.Equal(3, again.Exit);
        Assert.Contains("the plan was applied already: revision 2 is deployed", again.Error, StringComparison.Ordinal);
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task A_plan_shows_what_waits_for_what_and_what_is_removed_when()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        bench.Program.Write("chart/templates/all.yaml", """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: r-settings, annotations: {secretskit.io/depends-on: Job/r-migrate}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: r-migrate}
            spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: i}]}}}
            """);
        string[] install = ["plan", "upgrade", "--install", "r", "chart", "--create-namespace", "--wait", "-o", "plan.enc"];
        Assert.Contains(
            $"order:\n   1. create the namespace {bench.Namespace} if it is missing\n   2. record revision 1 as pending-install\n"
            + "   3. create Job r-migrate\n   4. once ready: Job r-migrate: create ConfigMap r-settings\n"
            + "   5. wait until all objects are ready\n   6. record revision 1 as deployed\n",
            (await bench.Program.RunAsync(install)).Succeeds().Output,
            StringComparison.Ordinal);
        bench.Program.Write("chart/templates/all.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        (await bench.Program.HelmAsync("install", "r", "chart")).Succeeds();
        Assert.Contains(
            "order:\n   1. record revision 1 as uninstalling\n   2. delete ConfigMap a\n   3. delete the records of r\n",
            (await bench.Program.RunAsync("plan", "uninstall", "r", "-o", "plan.enc")).Succeeds().Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_used_is_refused_with_one_error_and_nothing_is_done()
    {
        using var bench = await PlanBench.CreateAsync("helm4");
        await bench.InstallAsync();
        await bench.PlanUpgradeAsync("--expires", "1ms");
        var file = Path.Combine(bench.Program.Path, "plan.enc");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await FailsAsync(3, "plan: it expired at ");

        bench.Program.Write("plan.enc", text[..(text.Length / 2)]);
        await FailsAsync(1, "this is no plan file, or its end is missing");
        var at = text.IndexOf("ENC[", StringComparison.Ordinal) + 40;
        bench.Program.Write("plan.enc", text[..at] + (text[at] == 'A' ? 'B' : 'A') + text[(at + 1)..]);
        await FailsAsync(1, "plan.enc");
        bench.Program.Write("plan.enc", "not a plan");
        await FailsAsync(1, "this is no plan file");
        bench.Program.Write("plan.enc", "{\"hello\": \"world\"}");
        (await bench.Program.RunAsync("enc", "--input-type", "binary", "plan.enc")).Succeeds();
        await FailsAsync(1, "the file was decrypted and is no plan");

        bench.Program.Write("plan.enc", text);
        (await bench.Program.RunAsync("keygen", "-o", "other.txt")).Succeeds();
        bench.Program.Variables["SOPS_AGE_KEY_FILE"] = Path.Combine(bench.Program.Path, "other.txt");
        await FailsAsync(1, "none of the keys at hand opens this file");
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());

        async Task FailsAsync(int exit, string message)
        {
            var result = await bench.ApplyAsync();
            Assert.Equal(exit, result.Exit);
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
            RequireMasked(result.Output + result.Error);
        }
    }

    [Fact]
    public async Task A_plan_without_a_file_or_a_reader_is_refused_before_any_work()
    {
        using var run = new Pipelines.ProgramRun();
        var result = await run.RunAsync("plan", "upgrade", "r", "chart");
        Assert.Equal(64, result.Exit);
        Assert.Contains("no file is named for the plan", result.Error, StringComparison.Ordinal);
        result = await run.RunAsync("plan", "upgrade", "r", "chart", "-o", "plan.enc");
        Assert.Equal(1, result.Exit);
        Assert.Contains("no recipients are known", result.Error, StringComparison.Ordinal);
    }

    private static void RequireMasked(string text) =>
        Assert.DoesNotContain(Canaries, canary => text.Contains(canary, StringComparison.Ordinal));
}
