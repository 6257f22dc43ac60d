using System.Text;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Diffing.Causes;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary><c>diff upgrade</c>: a release is compared with a new rendering of a chart (spec helm.md 21.1).</summary>
internal static class UpgradeDiff
{
    private const string Banner = "********************\n\n\tRelease was not present in Helm.  "
        + "Include the `--allow-unreleased` to perform diff without exiting in error.\n\n********************";

    /// <summary>Renders, compares and prints.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(DiffRun run, CancellationToken ct)
    {
        var (session, flags) = (run.Session, run.Flags);
        if (flags.Arguments.Count != 2)
        {
            throw DiffRun.Usage(
                "This command needs 2 arguments: release name, chart path\nUsage:\n"
                + new HelmHelp(session.CalledAs, session.Generation).Of(DiffCommands.All[0]).Text() + "\n");
        }

        AnnounceVariables(run);

        // A dry run of the client asks no server at all: everything is new then.
        var asksServer = DeployFlags.DryRun(flags) != DryRunMode.Client;
        var current = asksServer ? await CurrentAsync(run, flags.Arguments[0], ct) : null;
        var rendered = await RenderAsync(run, current, asksServer, ct);
        var place = asksServer ? (await run.Place.OpenAsync(ct)).Namespace : run.Place.Namespace;
        var manifests = run.Manifests(place);
        foreach (var secret in SecretMarks.Earlier(current?.Config, rendered, session.Generation))
        {
            session.Host.Redaction.Add(secret);
        }

        var withHooks = !flags.IsOn(HelmFlags.NoHooks);
        var live = current is not null && (flags.IsOn(DiffFlags.ThreeWay) || flags.IsOn(DiffFlags.Exact))
            ? await LiveAsync(run, current, rendered, ct)
            : null;
        var old = live is not null ? manifests.Read(live.Old)
            : current is not null ? manifests.Read(Recorded(current, withHooks))
            : new Dictionary<string, DiffObject>();
        var now = manifests.Read(live?.Now ?? Rendered(rendered, flags.IsOn(HelmFlags.IncludeCrds), withHooks));
        var causes = current is not null && flags.IsOn(DiffFlags.Explain)
            ? WithDrift(new CauseSearch(current, rendered, session.Generation, manifests).Run(old, now, ct), live, manifests)
            : null;
        var code = run.Report(old, now, causes);
        foreach (var refusal in live?.Refusals ?? [])
        {
            session.Host.Output.Flush();
            session.Host.WriteErrorLine($"warning: the upgrade would be refused: {refusal}");
        }

        return code;
    }

    // What somebody changed in the cluster comes first: the fields that go back to the manifest are not the chart's doing.
    private static Dictionary<string, IReadOnlyList<ChangeCause>> WithDrift(
        IReadOnlyDictionary<string, IReadOnlyList<ChangeCause>> causes, LiveManifests? live, DiffManifest manifests)
    {
        var all = causes.ToDictionary(StringComparer.Ordinal);
        foreach (var (item, drift) in live?.Drift ?? [])
        {
            var key = manifests.KeyOf(item);
            var fields = drift.SelectMany(cause => cause.Fields).ToHashSet(StringComparer.Ordinal);
            all[key] =
            [
                .. drift,
                .. all.GetValueOrDefault(key, [])
                    .Select(cause => cause with { Fields = [.. cause.Fields.Where(field => !fields.Contains(field))] })
                    .Where(cause => cause.Fields.Count > 0),
            ];
        }

        return all;
    }

    private static void AnnounceVariables(DiffRun run)
    {
        foreach (var (flag, name) in ((CommandLine.Flag, string)[])
            [(DiffFlags.ThreeWay, "three way merge"), (DiffFlags.Normalize, "normalize manifests")])
        {
            if (run.Flags.IsOn(flag) && !run.Flags.IsGiven(flag))
            {
                run.Session.Host.WriteErrorLine($"Enabled {name} via the envvar");
            }
        }
    }

    private static async Task<Release?> CurrentAsync(DiffRun run, string name, CancellationToken ct)
    {
        var current = await run.TryFindAsync(name, 0, ct);
        if (current is null && !run.Flags.IsOn(DiffFlags.AllowUnreleased) && !run.Flags.IsOn(UpgradeFlags.Install))
        {
            run.Session.Host.WriteErrorLine(Banner);
            throw DiffRun.OfHelm("release: not found", null);
        }

        return current;
    }

    private static async Task<RenderedRelease> RenderAsync(DiffRun run, Release? current, bool asksServer, CancellationToken ct)
    {
        var (session, flags) = (run.Session, run.Flags);
        try
        {
            if (!asksServer || flags.IsOn(DiffFlags.DisableValidation))
            {
                var capabilities = TemplateCommand.ReadCapabilities(session, flags);
                return await ReleaseCommand.RenderAsync(
                    session,
                    flags,
                    flags.Arguments[0],
                    (request, _) => Task.FromResult(Reused(session, run, request, current) with { Capabilities = capabilities }),
                    ct);
            }

            var install = new InstallRun(session, flags, run.Place, new()
            {
                Method = WriteMethod.ClientSide,
                Ownership = DeployFlags.Ownership(flags),
                Fields = DeployFlags.Fields(flags),
                DryRun = session.Generation == HelmGeneration.V4 || DeployFlags.DryRun(flags) == DryRunMode.Server
                    ? DryRunMode.Server
                    : DryRunMode.Client,
                IsForUpgrade = current is not null,
            })
            {
                Adjust = request => Reused(session, run, request, current),
            };
            var rendered = await install.RenderAsync(flags.Arguments[0], ct);
            await install.CarryOutAsync(rendered, ct);
            return rendered;
        }
        catch (SecretsKitException failure)
        {
            throw DiffRun.OfHelm(failure.Message, failure, "Failed to render chart: ");
        }
    }

    // The plugin hands the values of the release to Helm as a file: all of them, or those that its user gave.
    private static RenderRequest Reused(HelmSession session, DiffRun run, RenderRequest request, Release? current)
    {
        var flags = run.Flags;
        if (current is null)
        {
            return request;
        }

        var isReused = flags.IsOn(UpgradeFlags.ReuseValues) || (request.Values.Count == 0 && !flags.IsOn(UpgradeFlags.ResetThenReuse));
        var values = flags.IsOn(UpgradeFlags.ResetValues) ? request.Values
            : isReused ? Over(ReleaseText.ComputedValues(session, current).AsMap)
            : flags.IsOn(UpgradeFlags.ResetThenReuse) ? Over(current.Config)
            : request.Values;
        return request with { Values = values, IsUpgrade = true, Revision = current.Revision + 1 };

        MapValue Over(MapValue? earlier) => ReusedValues.Merge(request.Values, earlier, session.Generation, session.Log);
    }

    private static async Task<LiveManifests> LiveAsync(DiffRun run, Release current, RenderedRelease rendered, CancellationToken ct)
    {
        var context = await run.Place.OpenAsync(ct);
        var reader = new ManifestObjects(context.Objects, context.Generation);
        var originals = await reader.ReadAsync(current.Manifest.Memory, context.Namespace, ct);
        var text = Encoding.UTF8.GetBytes(DiffManifest.TextOf(rendered.Rendering, withHooks: false));
        var targets = await reader.ReadAsync(text, context.Namespace, ct);
        if (!run.Flags.IsOn(DiffFlags.Exact))
        {
            return await new LiveDifference(context.Objects, WriteMethod.ClientSide).ReadAsync(originals, targets, ct);
        }

        UpgradeFlags.RequireServerSide(run.Session, run.Flags);
        var owner = new ReleaseOwner(current.Name, current.Namespace);
        var method = UpgradeFlags.Apply(run.Session, run.Flags).For(run.Session.Generation, current.ApplyMethod);
        return await new LiveDifference(context.Objects, method).ReadAsync(originals, [.. targets.Select(owner.Mark)], ct);
    }

    private static string Recorded(Release release, bool withHooks)
    {
        var text = new StringBuilder(release.Manifest.RevealText());
        foreach (var hook in withHooks ? release.Hooks : [])
        {
            text.Append($"\n---\n# Source: {hook.Path}\n{hook.Manifest.RevealText()}\n");
        }

        return text.ToString();
    }

    private static string Rendered(RenderedRelease release, bool withDefinitions, bool withHooks)
    {
        var text = new StringBuilder();
        foreach (var (path, content) in withDefinitions ? ManifestPrinter.Crds(release.Rendering.Chart) : [])
        {
            text.Append($"\n---\n# Source: {path}\n{Encoding.UTF8.GetString(content)}\n");
        }

        return text.Append(DiffManifest.TextOf(release.Rendering, withHooks)).ToString();
    }
}
