using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Frozen;

namespace SecretsKit.Cli.Plans;

/// <summary><c>plan apply</c>: carries out a plan, once, and only while nothing that it is about has changed.</summary>
internal sealed class ApplyHandler(VerbContext context)
{
    private const string Verb = "plan apply";

    /// <summary>Reads and applies.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">It was refused, or it failed.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        var environment = context.Host.Environment;
        var flags = PflagParser.Parse(PlanFlags.OfApply(), words, environment.Variable);
        if (flags.Arguments is not [var file])
        {
            throw new SecretsKitException(ErrorCode.Usage, $"{Verb} takes the file of one plan")
            {
                Hint = $"usage: secretskit {Verb} FILE; 'secretskit {Verb} --help' explains it",
            };
        }

        FrozenPlan plan;
        try
        {
            plan = await new PlanFile(context).ReadAsync(file, ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            context.Report(failure, file);
            return ExitCodes.For(Dialect.SecretsKit, Verb, failure.Code);
        }

        RequireNamespace(plan, flags.Text(HelmFlags.Namespace));
        flags = PflagParser.Parse(
            PlanFlags.OfApply(), ["--" + HelmFlags.Namespace.Name, plan.Namespace, .. words], environment.Variable);
        var generation = plan.Origin.Generation;
        var session = new HelmSession(context.Host, generation, new HelmLog(context.Host, generation, flags.IsOn(HelmFlags.Debug)))
        {
            ShowsHints = true,
        };
        return await DeployRun.RunAsync(
            session, flags, plan.Settings.Wait, () => "", place => ApplyAsync(session, plan, place, ct));
    }

    private static async Task<int> ApplyAsync(HelmSession session, FrozenPlan plan, DeployPlace place, CancellationToken ct)
    {
        var operation = await place.OpenAsync(ct);
        await place.LockAsync(plan.Release.Name, ct);
        var release = await new FrozenExecution(operation with { OrderNames = plan.Settings.OrderNames }, plan).RunAsync(ct);
        switch (plan.Operation)
        {
            case FrozenOperation.Upgrade:
                session.Host.WriteReportLine($"Release \"{release.Name}\" has been upgraded. Happy Helming!");
                DeployPrinter.Print(session, release);
                break;
            case FrozenOperation.Rollback:
                session.Host.WriteReportLine("Rollback was a success! Happy Helming!");
                break;
            case FrozenOperation.Uninstall:
                session.Host.WriteReportLine($"release \"{release.Name}\" uninstalled");
                break;
            default:
                DeployPrinter.Print(session, release);
                break;
        }

        return ExitCodes.Success;
    }

    // Where none is named, that of the plan counts.
    private static void RequireNamespace(FrozenPlan plan, string named)
    {
        if (named.Length > 0 && named != plan.Namespace)
        {
            throw new StateChangeCause([new("namespace", $"{named} is named, and the plan is for {plan.Namespace}")]).ToRefusal();
        }
    }
}
