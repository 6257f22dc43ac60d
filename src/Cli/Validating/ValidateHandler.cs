using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.Cli.Kubeconform;
using SecretsKit.Cli.Kubeconform.Output;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Validating;

/// <summary>Renders a chart in memory and checks what comes of it against schemas; no file is written.</summary>
internal sealed class ValidateHandler(VerbContext context, ValueGetterFactory getter)
{
    private const int MostNamedKinds = 5;

    /// <summary>Renders and checks.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ValidateRequest request, CancellationToken ct) => ChartVerb.RunAsync(
        context, "validate", [request.Release.Chart.Name], getter, session => ValidateAsync(session, request, ct));

    private async Task<int> ValidateAsync(HelmSession session, ValidateRequest request, CancellationToken ct)
    {
        RequireChart(request.Release.Chart);

        // What is wrong with the words shows before anything is decrypted.
        _ = new ValidationRun(context.Host, request.Settings);
        var scope = new ReportScope(request.ShowsAll, request.ShowsSummary, IsStream: false);
        var report = VerdictReport.Create(request.Form, context.Host, scope)
            ?? throw new SecretsKitException(ErrorCode.Usage, $"validate: there is no form {request.Form}");
        var rendering = new ReleaseRendering(session.ChartHost, session.Inputs)
        {
            Progress = (values, chart) => (session.Hints.Values, session.Hints.Chart) = (values, chart),
        };
        var release = await rendering.RunAsync(request.Release with { Capabilities = Capabilities(session, request) }, ct);
        var options = request.Settings.Options with { QuotesValues = !release.Sources.HoldsSecrets };
        var run = new ValidationRun(context.Host, request.Settings with { Options = options });
        var isWell = await run.RunAsync(Inputs(release.Rendering, request), report, ct);
        context.Host.Output.Flush();
        HintAtSchemas(run.Unknown);
        return isWell ? ExitCodes.Success : ExitCodes.For(Dialect.SecretsKit, "validate", ErrorCode.General);
    }

    // Manifests are what people have at hand who come from kubeconform.
    private void RequireChart(ChartReference chart)
    {
        var path = context.Host.Environment.ResolvePath(chart.Name);
        var isFile = ManifestFiles.HasExtension(chart.Name) && File.Exists(path);
        if (chart.Repository.Length == 0 && (isFile || (Directory.Exists(path) && !File.Exists(Path.Combine(path, "Chart.yaml")))))
        {
            throw new SecretsKitException(ErrorCode.Usage, $"validate: {chart.Name} is no chart")
            {
                Hint = $"{CommandText.Line("secretskit", "kubeconform", chart.Name)} checks manifests that are files",
            };
        }
    }

    private static Capabilities Capabilities(HelmSession session, ValidateRequest request)
    {
        var usual = Charts.Rendering.Capabilities.Default(session.Generation);
        var version = request.KubeVersion is { } text ? KubeVersion.Parse(text, session.Generation) : usual.KubeVersion;
        return new(version, [.. usual.ApiVersions, .. request.ApiVersions]);
    }

    private static IEnumerable<ManifestInput> Inputs(RenderResult rendered, ValidateRequest request)
    {
        var crds = request.IncludesCrds
            ? ManifestPrinter.Crds(rendered.Chart).Select(crd => new ManifestInput(crd.Path) { Text = crd.Content })
            : [];
        var hooks = rendered.Hooks.Where(hook => request.IncludesHooks && (request.IncludesTests || !hook.IsTest));
        return crds.Concat(rendered.Manifests.Concat(hooks.Select(hook => hook.Manifest)).Select(Input));
    }

    private static ManifestInput Input(Manifest manifest) => new(manifest.Path) { Text = manifest.Text };

    private void HintAtSchemas(List<ResourceIdentity> unknown)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        var names = string.Join(", ", unknown.Take(MostNamedKinds).Select(identity => identity.FullKind));
        var more = unknown.Count > MostNamedKinds ? $" and {unknown.Count - MostNamedKinds} more" : "";
        context.Terminal.Hint(DisplayText.Message(
            $"no location has a schema for {names}{more}: name one more with --schema-location, or skip such resources with "
                + $"--ignore-missing-schemas; 'secretskit crd-schema' makes schemas of CustomResourceDefinitions"));
    }
}
