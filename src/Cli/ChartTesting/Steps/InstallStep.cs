using System.Security.Cryptography;
using SecretsKit.Charts.ChartTesting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>Installs a chart, tests it and removes it, once for each of its files of values.</summary>
internal sealed class InstallStep(TestingContext context) : IAsyncDisposable
{
    private const string NameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int RandomLength = 10;

    private readonly PreviousRevision _previous = new(context);
    private ScratchCluster? _cluster;

    /// <summary>Makes ready what all charts need.</summary>
    /// <exception cref="SecretsKitException">The previous revision cannot be had.</exception>
    public async Task PrepareAsync(IReadOnlyList<TestedChart> charts, CancellationToken ct)
    {
        if (context.Settings.Upgrade)
        {
            await _previous.CheckOutAsync(charts, ct);
        }
    }

    /// <summary>Installs and tests a chart; with upgrades, from the previous revision and in place before.</summary>
    /// <exception cref="SecretsKitException">Something failed.</exception>
    public async Task RunAsync(TestedChart chart, CancellationToken ct)
    {
        _cluster ??= new(context);
        if (context.Settings.Upgrade)
        {
            await UpgradeFromPreviousAsync(chart, ct);
            await UpgradeAsync(chart.Path, chart, mustPass: true, ct);
        }

        context.Print($"Installing chart {HelmWork.Quoted(chart)}...");
        foreach (var values in ValuesOf(chart.Path))
        {
            Announce(chart.Path, values);
            await InScratchAsync(chart.Path, (place, release) => InstallAndTestAsync(chart.Path, values, place, release, ct), ct);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _cluster?.Dispose();
        await _previous.DisposeAsync();
    }

    private async Task UpgradeFromPreviousAsync(TestedChart chart, CancellationToken ct)
    {
        if (_previous.FolderOf(chart.Path) is not { } folder)
        {
            return;
        }

        var old = await new ChartSelection(context).ReadAsync(folder, ct);
        if (ChartVersions.MayBreak(old.Version, chart.Version))
        {
            context.Print(
                $"Skipping upgrade test of {HelmWork.Quoted(chart)} because: version {DisplayText.Field(chart.Version)} may break what " +
                $"{DisplayText.Field(old.Version)} has installed");
            return;
        }

        await UpgradeAsync(folder, chart, mustPass: false, ct);
    }

    private async Task UpgradeAsync(string oldFolder, TestedChart chart, bool mustPass, CancellationToken ct)
    {
        var from = mustPass ? "itself" : "its previous revision";
        context.Print($"Testing upgrades of chart {HelmWork.Quoted(chart)} relative to {from}...");
        foreach (var values in ValuesOf(oldFolder))
        {
            if (values.Length > 0 && context.Settings.SkipMissingValues && !Exists($"{chart.Path}/ci/{Path.GetFileName(values)}"))
            {
                context.Print(
                    $"Upgrade testing for values file {HelmWork.Quoted(values)} skipped because there is none in {HelmWork.Quoted(
                        chart.Path + "/ci")}");
                continue;
            }

            Announce(oldFolder, values);
            await InScratchAsync(
                chart.Path, (place, release) => UpgradeOnceAsync((oldFolder, values), chart, mustPass, place, release, ct), ct);
        }
    }

    private async Task UpgradeOnceAsync(
        (string Folder, string Values) old, TestedChart chart, bool mustPass, string place, string release, CancellationToken ct)
    {
        try
        {
            await InstallAndTestAsync(old.Folder, old.Values, place, release, ct);
        }
        catch (SecretsKitException failure) when (!mustPass && failure.Code != ErrorCode.Cancelled)
        {
            context.Print(
                $"Upgrade testing for release {HelmWork.Quoted(release)} skipped because of previous revision installation error: " +
                DisplayText.SafeLines(failure.Message));
            return;
        }

        await context.Helm.RunAsync(
            ["upgrade", release, chart.Path, "--namespace", place, "--reuse-values", "--wait", .. Extra], ct);
        await TestAsync(place, release, ct);
    }

    private async Task InstallAndTestAsync(string folder, string values, string place, string release, CancellationToken ct)
    {
        string[] given = values.Length > 0 ? ["--values", values] : [];
        await context.Helm.RunAsync(
            ["install", release, folder, "--namespace", place, "--wait", .. given, .. Extra,
                .. HelmWork.Words(context.Settings.HelmExtraSetArgs)],
            ct);
        await TestAsync(place, release, ct);
    }

    private async Task TestAsync(string place, string release, CancellationToken ct)
    {
        await _cluster!.RequireDeploymentsAsync(place, Selector(release), ct);
        await context.Helm.RunAsync(["test", release, "--namespace", place, .. Extra], ct);
    }

    // Whatever happens, what was made goes; that has a time of its own.
    private async Task InScratchAsync(string chart, Func<string, string, Task> action, CancellationToken ct)
    {
        var settings = context.Settings;
        var isOwn = settings.Namespace.Length == 0;
        var (generated, name) = GeneratedNames.Of(
            context.Host.Environment.CleanPath(chart), settings.BuildId, RandomNumberGenerator.GetString(NameCharacters, RandomLength));
        var place = isOwn ? generated : settings.Namespace;
        var release = settings.ReleaseName.Length > 0 ? settings.ReleaseName : name;
        if (isOwn)
        {
            context.Print($"Creating namespace {HelmWork.Quoted(place)}...");
            await _cluster!.CreateNamespaceAsync(place, ct);
        }

        try
        {
            await action(place, release);
        }
        finally
        {
            await CleanUpAsync(place, release, isOwn);
        }
    }

    private async Task CleanUpAsync(string place, string release, bool isOwn)
    {
        using var time = new CancellationTokenSource(ScratchCluster.CleanUpTime, context.Host.Clock);
        if (context.Settings.PrintLogs)
        {
            await new InstallReport(context, _cluster!).PrintAsync(place, Selector(release), time.Token);
        }

        if (context.Settings.SkipCleanUp)
        {
            return;
        }

        context.Print($"Deleting release {HelmWork.Quoted(release)}...");
        await context.Helm.TryAsync(["uninstall", release, "--namespace", place, "--wait", .. Extra], time.Token);
        if (isOwn)
        {
            context.Print($"Deleting namespace {HelmWork.Quoted(place)}...");
            await _cluster!.DeleteNamespaceAsync(place, time.Token);
        }
    }

    private void Announce(string folder, string values)
    {
        if (values.Length > 0)
        {
            context.Print($"\nInstalling chart {HelmWork.Quoted(folder)} with values file {HelmWork.Quoted(values)}...\n");
        }
    }

    private IReadOnlyList<string> ValuesOf(string folder) => CiValues.Of(context, folder) is { Count: > 0 } files ? files : [""];

    private IReadOnlyList<string> Extra => HelmWork.Words(context.Settings.HelmExtraArgs);

    // A namespace of its own holds nothing else.
    private string Selector(string release) =>
        context.Settings.Namespace.Length == 0 ? "" : $"{context.Settings.ReleaseLabel}={release}";

    private bool Exists(string path) => File.Exists(context.Host.Environment.ResolvePath(path));
}
