using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Goldens.Docs;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Integration.Pipelines;

/// <summary>CustomResourceDefinitions of charts are updated where that is asked for, and no object is lost by it.</summary>
public sealed class DefinitionUpdateTests
{
    private static readonly string[] AsFlag = ["--update-crds"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>P-144.</summary>
    [Theory]
    [InlineData("4", true)]
    [InlineData("4", false)]
    [InlineData("3", true)]
    public async Task An_upgrade_updates_definitions_before_it_renders_on_request(string generation, bool byFlag)
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true), generation);
        bench.Program.Write("chart/crds/widgets.yaml", Definition(bench, Version("v1", "string"), Version("v2", "integer", stored: true)));
        bench.Program.Write("chart/templates/all.yaml", Widget(bench, "v2", "7"));
        if (!byFlag)
        {
            bench.Program.Variables["SECRETSKIT_UPDATE_CRDS"] = "true";
        }

        var upgrade = (await bench.Program.HelmAsync(bench.Words(["upgrade", "shop", "chart", .. byFlag ? AsFlag : []]))).Succeeds();
        Assert.StartsWith($"crd {NameOf(bench)} differs from crds/widgets.yaml:\n", upgrade.Error);
        Assert.Contains("\n+   - name: v2\n", upgrade.Error);
        Assert.Equal(["v1", "v2"], await VersionsAsync(bench));
        var widget = await bench.Place.Objects.GetAsync(new($"{GroupOf(bench)}/v2", "Widget", bench.Namespace, "one"), Ct);
        Assert.Equal("7", Text(widget, "spec", "size"));
        Assert.Equal("", (await bench.Program.HelmAsync(bench.Words(["upgrade", "shop", "chart", .. AsFlag]))).Succeeds().Error);
        await RemoveAsync(bench);
    }

    /// <summary>P-144: without the flag nothing is different from Helm.</summary>
    [Fact]
    public async Task Without_the_flag_and_in_dry_runs_definitions_stay()
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true));
        bench.Program.Write("chart/crds/widgets.yaml", Definition(bench, Version("v1", "string"), Version("v2", "integer", stored: true)));
        Assert.Equal("", (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart"))).Succeeds().Error);
        Assert.Contains(
            "+   - name: v2",
            (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart", "--update-crds", "--dry-run=server"))).Succeeds().Error);
        var both = await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart", "--update-crds", "--skip-crds"));
        Assert.Contains("--update-crds and --skip-crds exclude each other", both.Error);
        Assert.Equal(1, both.Exit);
        Assert.Equal(["v1"], await VersionsAsync(bench));
        await RemoveAsync(bench);
    }

    /// <summary>P-144.</summary>
    [Fact]
    public async Task A_version_that_objects_may_be_stored_in_is_not_dropped()
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true));
        bench.Program.Write("chart/crds/widgets.yaml", Definition(bench, Version("v2", "string", stored: true)));
        var upgrade = await bench.Program.HelmOnTerminalAsync(bench.Words("upgrade", "shop", "chart", "--update-crds"));
        Assert.Equal(1, upgrade.Exit);
        Assert.Contains(
            $"Error: UPGRADE FAILED: crd {NameOf(bench)}: version v1 goes away, "
                + "and status.storedVersions names it: objects may be stored in it",
            upgrade.Error);
        Assert.Contains("hint: keep v1 in the chart with served: false", upgrade.Error);
        Assert.Equal(["v1"], await VersionsAsync(bench));
        Assert.DoesNotContain("\n2 ", (await bench.Program.HelmAsync(bench.Words("history", "shop"))).Succeeds().Output);
        await RemoveAsync(bench);
    }

    /// <summary>P-144.</summary>
    [Fact]
    public async Task A_version_that_objects_are_written_in_stays_served()
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true));
        var widget = await bench.Place.ApplyAsync(Widget(bench, "v1", "\"7\""));
        bench.Program.Write(
            "chart/crds/widgets.yaml",
            Definition(bench, Version("v1", "string", served: false), Version("v2", "string", stored: true)));
        var refused = await bench.Program.RunAsync("pipeline", "crds", "apply", "chart");
        Assert.Equal(1, refused.Exit);
        Assert.Contains(
            $"crd {NameOf(bench)}: version v1 would not be served any more, and 1 object was written in it", refused.Error);
        Assert.Contains("keep v1 served in the chart until its writers use another version", refused.Error);
        var json = await bench.Program.RunAsync("pipeline", "crds", "diff", "chart", "-o", "json");
        Assert.Equal(1, json.Exit);
        JsonShape.Check("pipeline crds diff", json.Output);
        Assert.Contains("\"change\":\"update\",\"refusals\":[{\"version\":\"v1\",\"reason\":\"used\",\"objects\":1,", json.Output);
        Assert.Equal(["v1"], await VersionsAsync(bench));
        await bench.Place.Objects.DeleteAsync(widget, DeleteOptions.Default, Ct);
        Assert.EndsWith(
            "1 definition is updated\n", (await bench.Program.RunAsync("pipeline", "crds", "apply", "chart")).Succeeds().Output);
        Assert.Equal(["v1", "v2"], await VersionsAsync(bench));
        await RemoveAsync(bench);
    }

    /// <summary>P-145: a chart of definitions alone.</summary>
    [Fact]
    public async Task Definitions_of_a_chart_of_their_own_are_made_and_compared()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Write("crds-chart/Chart.yaml", "apiVersion: v2\nname: widgets\nversion: 1.0.0\n");
        bench.Program.Write("crds-chart/crds/widgets.yaml", Definition(bench, Version("v1", "string", stored: true)));
        var missing = await bench.Program.RunAsync("pipeline", "crds", "diff", "crds-chart", "--detailed-exitcode");
        Assert.Equal((2, $"crd {NameOf(bench)} is not there: it comes from crds/widgets.yaml\n"), (missing.Exit, missing.Output));
        (await bench.Program.RunAsync("pipeline", "crds", "apply", "crds-chart")).Succeeds();
        var same = await bench.Program.RunAsync("pipeline", "crds", "diff", "crds-chart", "--detailed-exitcode");
        Assert.Equal($"crd {NameOf(bench)} is as the chart has it\n", same.Succeeds().Output);
        bench.Program.Write("chart/templates/all.yaml", Widget(bench, "v1", "\"7\""));
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        await RemoveAsync(bench);
    }

    /// <summary>P-144.</summary>
    [Fact]
    public async Task Fields_of_others_are_a_conflict_until_they_are_taken_over()
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true));
        await bench.Place.PatchAsync(Reference(bench), "spec: {names: {shortNames: [wd]}}");
        bench.Program.Write(
            "chart/crds/widgets.yaml",
            Definition(bench, Version("v1", "string", stored: true)).Replace(
                "plural: widgets}", "plural: widgets, shortNames: [wg]}", StringComparison.Ordinal));
        var conflict = await bench.Program.RunAsync("pipeline", "crds", "apply", "chart");
        Assert.Equal(1, conflict.Exit);
        Assert.Contains("spec.names.shortNames", conflict.Error);
        Assert.Contains("secretskit pipeline crds apply CHART --force-conflicts", conflict.Error);
        (await bench.Program.RunAsync("pipeline", "crds", "apply", "chart", "--force-conflicts")).Succeeds();
        await RemoveAsync(bench);
    }

    /// <summary>P-144.</summary>
    [Fact]
    public async Task A_plan_does_not_take_updates_of_definitions()
    {
        await using var bench = await InstalledAsync(Version("v1", "string", stored: true));
        var plan = await bench.Program.RunAsync(bench.Words(
            "plan", "upgrade", "shop", "chart", "--update-crds", "-o", "plan.enc", "--age",
            "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"));
        Assert.NotEqual(0, plan.Exit);
        Assert.Contains("a plan holds no updates of definitions that are there", plan.Error);
        Assert.Contains("run 'secretskit pipeline crds apply CHART' first", plan.Error);
        await RemoveAsync(bench);
    }

    private static async Task<DeployBench> InstalledAsync(string version, string generation = "4")
    {
        var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["SECRETSKIT_HELM"] = generation;
        bench.Program.Write("chart/templates/all.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        bench.Program.Write("chart/crds/widgets.yaml", Definition(bench, version));
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        return bench;
    }

    // Definitions have no namespace that would take them along.
    private static async Task RemoveAsync(DeployBench bench) =>
        await bench.Place.Objects.DeleteAsync(Reference(bench), DeleteOptions.Default, Ct);

    private static async Task<string[]> VersionsAsync(DeployBench bench)
    {
        var live = await bench.Place.Objects.GetAsync(Reference(bench), Ct);
        return [.. live.AsMap![new("spec")].AsMap![new("versions")].AsList!.Items.ToArray().Select(item => Text(item, "name"))];
    }

    private static string Text(Value value, params string[] path)
    {
        foreach (var name in path)
        {
            value = value.AsMap![new(name)];
        }

        return Encoding.UTF8.GetString(value.IsString ? value.StringBytes : GoJson.Format(value, GoJsonOptions.Raw).ToArray());
    }

    private static ResourceRef Reference(DeployBench bench) =>
        new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", NameOf(bench));

    private static string GroupOf(DeployBench bench) => $"{bench.Namespace}.example.com";

    private static string NameOf(DeployBench bench) => "widgets." + GroupOf(bench);

    private static string Widget(DeployBench bench, string version, string size) =>
        $"apiVersion: {GroupOf(bench)}/{version}\nkind: Widget\nmetadata: {{name: one}}\nspec: {{size: {size}}}\n";

    private static string Definition(DeployBench bench, params string[] versions) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: {{NameOf(bench)}}}
        spec:
          group: {{GroupOf(bench)}}
          scope: Namespaced
          names: {kind: Widget, plural: widgets}
          versions:
        {{string.Join('\n', versions)}}
        """;

    private static string Version(string name, string type, bool stored = false, bool served = true) =>
        $"  - {{name: {name}, served: {Word(served)}, storage: {Word(stored)}, schema: {{openAPIV3Schema: {{type: object, properties: "
        + $"{{spec: {{type: object, properties: {{size: {{type: {type}}} }} }} }} }} }} }}";

    private static string Word(bool value) => value ? "true" : "false";
}
