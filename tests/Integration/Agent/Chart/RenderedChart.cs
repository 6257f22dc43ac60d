using System.Diagnostics;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Integration.Safety;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Agent.Chart;

/// <summary>The agent's chart, by the program's own helm command line.</summary>
internal static class RenderedChart
{
    public static string Folder { get; } = Path.Combine(Checkout.Root, "src", "Agent", "chart");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The objects of a release, in their order.</summary>
    public static async Task<IReadOnlyList<MapValue>> RenderAsync(string release, string ns, IEnumerable<string> values)
    {
        var (code, output) = await RunAsync(["helm", "template", release, Folder, "-n", ns, .. Set(values)]);
        Assert.True(code == 0, output);
        return ReadAll(output);
    }

    /// <summary>The same for a file of values, and more of them.</summary>
    public static async Task<IReadOnlyList<MapValue>> RenderFileAsync(string file, params IEnumerable<string> values)
    {
        var (code, output) = await RunAsync(["helm", "template", "rel", Folder, "-n", "ns", "-f", file, .. Set(values)]);
        Assert.True(code == 0, output);
        return ReadAll(output);
    }

    /// <summary>The exit code and the output, with what is wrong.</summary>
    public static Task<(int Code, string Output)> TryAsync(params IEnumerable<string> values) =>
        RunAsync(["helm", "template", "rel", Folder, .. Set(values)]);

    /// <summary>The exit code and the output of an installation that is not done, with its notes.</summary>
    public static Task<(int Code, string Output)> InstallAsync(params IEnumerable<string> values) =>
        RunAsync(["helm", "install", "rel", Folder, "--dry-run=client", .. Set(values)]);

    /// <summary>The exit code and the output of <c>lint</c>.</summary>
    public static Task<(int Code, string Output)> LintAsync(IEnumerable<string> values) =>
        RunAsync(["lint", Folder, "--advise", .. Set(values)]);

    /// <summary>The documents of a text that name a kind.</summary>
    public static IReadOnlyList<MapValue> ReadAll(string text) =>
        [.. text.Split("\n---\n").Where(part => $"\n{part}".Contains("\nkind:", StringComparison.Ordinal)).Select(Read)];

    /// <summary>One document.</summary>
    public static MapValue Read(string text) =>
        KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), new() { KeepsIntegers = true }).AsMap!;

    /// <summary>The arguments of the agent in a Deployment.</summary>
    public static IReadOnlyList<string> FlagsOf(MapValue deployment) => 
        [.. deployment.Below("spec", "template", "spec").Children("containers").Single().Texts("args")];

    /// <summary>A map below others.</summary>
    public static MapValue Below(this MapValue map, params IEnumerable<string> path) =>
        path.Aggregate(map, (at, name) => at.Child(name) ?? throw new InvalidOperationException($"no {name}"));

    private static IEnumerable<string> Set(IEnumerable<string> values) => values.SelectMany(value => (string[])["--set", value]);

    private static async Task<(int Code, string Output)> RunAsync(IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(NativeProgram.Path, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await error);
    }
}
