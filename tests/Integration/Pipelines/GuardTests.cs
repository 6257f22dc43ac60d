using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Pipelines;

/// <summary>What makes deploys unsafe is said in CI and on terminals, behind all that the reference prints, and nowhere else.</summary>
public sealed class GuardTests
{
    /// <summary>P-055.</summary>
    [Fact]
    public async Task An_upgrade_in_ci_that_waits_for_nothing_is_pointed_out()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["CI"] = "true";
        var upgrade = (await bench.Program.HelmAsync(bench.Words("upgrade", "--install", "shop", "chart"))).Succeeds();
        Assert.StartsWith("Release \"shop\" does not exist. Installing it now.\nNAME: shop\n", upgrade.Output);
        Assert.Equal(
            "hint: K-055: this upgrade waits for nothing, so a pipeline goes on while its pods fail; add --rollback-on-failure --timeout "
            + "5m, which waits and undoes what fails\n",
            upgrade.Error);
        bench.Program.Variables["SECRETSKIT_HELM"] = "3";
        Assert.Contains(
            "add --atomic --timeout 5m", (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart"))).Succeeds().Error);
    }

    /// <summary>P-055.</summary>
    [Theory]
    [InlineData("CI", "false")]
    [InlineData("SECRETSKIT_HINTS", "off")]
    [InlineData("SECRETSKIT_HINTS", "-K-055,-K-127")]
    [InlineData("TERM", "dumb")]
    public async Task Guards_are_silent_in_pipes_and_where_they_are_switched_off(string variable, string value)
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["CI"] = variable == "TERM" ? "" : "1";
        bench.Program.Variables[variable] = value;
        bench.Program.Variables["HELM_NAMESPACE"] = bench.Namespace;
        Assert.Equal("", (await bench.Program.HelmAsync("upgrade", "--install", "shop", "chart")).Succeeds().Error);
    }

    /// <summary>P-046.</summary>
    [Fact]
    public async Task Waiting_alone_does_not_undo_what_fails()
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["GITHUB_ACTIONS"] = "true";
        bench.Program.Write("chart/templates/all.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        string[] words = bench.Words("upgrade", "--install", "shop", "chart", "--wait", "--timeout", "30s");
        Assert.Contains(
            "hint: K-046: --wait alone leaves a failed upgrade as it is", (await bench.Program.HelmAsync(words)).Succeeds().Error);
        Assert.Equal("", (await bench.Program.HelmAsync([.. words, "--rollback-on-failure"])).Succeeds().Error);
    }

    /// <summary>P-053.</summary>
    [Fact]
    public async Task Reused_values_miss_new_defaults()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var upgrade = await bench.Program.HelmOnTerminalAsync(bench.Words("upgrade", "shop", "chart", "--reuse-values"));
        Assert.Contains("hint: K-053: --reuse-values goes on with the values of the last revision", upgrade.Succeeds().Error);
        Assert.Contains("--reset-then-reuse-values takes them", upgrade.Error);
        Assert.DoesNotContain("K-055", upgrade.Error);
    }

    /// <summary>P-127.</summary>
    [Fact]
    public async Task A_namespace_that_is_not_named_is_pointed_out()
    {
        await using var bench = await DeployBench.CreateAsync();
        foreach (var words in (string[][])[["uninstall", "ghost", "--ignore-not-found"], ["install", "ghost", "nowhere"]])
        {
            Assert.Contains(
                "hint: K-127: no namespace is named, so the current one of the kubeconfig counts; name it with -n NAMESPACE",
                (await bench.Program.HelmOnTerminalAsync(words)).Error);
        }
    }

    /// <summary>P-128.</summary>
    [Fact]
    public async Task A_chart_of_a_repository_without_a_version_is_pointed_out()
    {
        await using var bench = await DeployBench.CreateAsync();
        using var server = new HttpServer(new Dictionary<string, byte[]>
        {
            ["/index.yaml"] = "apiVersion: v1\nentries: {web: [{name: web, version: 1.0.0, urls: [web.tgz]}]}\n"u8.ToArray(),
            ["/web.tgz"] = Archive("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
        });
        string[] words = bench.Words("upgrade", "--install", "shop", "web", "--repo", server.Url);
        var open = await bench.Program.HelmOnTerminalAsync(words);
        Assert.Contains(
            "hint: K-128: no exact version is given for the chart web, so that the next run may take another one; add --version 1.0.0\n",
            open.Succeeds().Error);
        Assert.Contains("K-128", (await bench.Program.HelmOnTerminalAsync([.. words, "--version", "^1.0"])).Succeeds().Error);
        Assert.DoesNotContain("K-128", (await bench.Program.HelmOnTerminalAsync([.. words, "--version", "1.0.0"])).Succeeds().Error);
    }

    /// <summary>P-141, P-142, P-244.</summary>
    [Fact]
    public async Task A_rollback_says_what_runs_now_and_what_it_cannot_bring_back()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        var fixedTag = File.ReadAllText(Path.Combine(bench.Program.Path, "chart/templates/all.yaml"));
        bench.Program.Write("chart/templates/all.yaml", fixedTag.Replace("web:1.0.0", "web:latest", StringComparison.Ordinal));
        (await bench.Program.HelmAsync(bench.Words("upgrade", "shop", "chart"))).Succeeds();
        var one = (await bench.Program.HelmOnTerminalAsync(bench.Words("rollback", "shop", "1"))).Succeeds();
        Assert.Equal("Rollback was a success! Happy Helming!\n", one.Output);
        Assert.Contains(
            "hint: K-141: revision 3 is deployed with registry.example.com/web:1.0.0; a rollback brings back the objects of Kubernetes "
            + "alone: database migrations and data outside of the cluster stay as they are\n",
            one.Error);
        Assert.DoesNotContain("K-244", one.Error);
        bench.Program.Variables["CI"] = "true";
        Assert.Contains(
            "hint: K-244: the tag of registry.example.com/web:latest moves: what runs now may be newer than what ran then",
            (await bench.Program.HelmAsync(bench.Words("rollback", "shop", "2"))).Succeeds().Error);
    }

    /// <summary>P-143.</summary>
    [Fact]
    public async Task Definitions_that_an_upgrade_leaves_alone_are_named()
    {
        await using var bench = await DeployBench.CreateAsync();
        var group = $"{bench.Namespace}.example.com";
        bench.Program.Write("chart/templates/all.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
        bench.Program.Write("chart/crds/widgets.yaml", Definition(group, "string"));
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        string[] upgrade = bench.Words("upgrade", "shop", "chart");
        Assert.DoesNotContain("K-143", (await bench.Program.HelmOnTerminalAsync(upgrade)).Succeeds().Error);
        bench.Program.Write("chart/crds/widgets.yaml", Definition(group, "integer"));
        Assert.Contains(
            "hint: K-143: an upgrade leaves the definitions under crds/ alone, and the cluster has others: widgets." + group,
            (await bench.Program.HelmOnTerminalAsync(upgrade)).Succeeds().Error);
        Assert.Equal("", (await bench.Program.HelmAsync(upgrade)).Succeeds().Error);
        await bench.Place.Objects.DeleteAsync(
            new("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "widgets." + group),
            SecretsKit.Kubernetes.Objects.DeleteOptions.Default,
            TestContext.Current.CancellationToken);
    }

    private static byte[] Archive(string name, string text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(
                new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return output.ToArray();
    }

    private static string Definition(string group, string type) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.{{group}}}
        spec:
          group: {{group}}
          scope: Namespaced
          preserveUnknownFields: false
          names: {kind: Widget, plural: widgets}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, properties: {size: {type: {{type}} } } } }
        """;
}
