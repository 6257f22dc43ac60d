using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Operations;

namespace SecretsKit.Cli.Plans;

/// <summary>The frame of the verbs that make plans: words of a helm command, a plan, its report, its file.</summary>
/// <param name="context">Files, keys, words for people.</param>
/// <param name="getter">Reads values behind URLs of other schemes than Helm's.</param>
internal sealed class PlanMaking(VerbContext context, ValueGetterFactory getter)
{
    /// <summary>Makes a plan.</summary>
    /// <param name="verb">As typed, for messages: <c>plan upgrade</c>.</param>
    /// <param name="command">The helm command whose plan it is.</param>
    /// <param name="words">Its words.</param>
    /// <param name="make">Works out the plan. Nothing is written to the cluster.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">It failed.</exception>
    public Task<int> RunAsync(
        string verb,
        HelmCommand command,
        IReadOnlyList<string> words,
        Func<PlanRequest, CancellationToken, Task<FrozenPlan>> make,
        CancellationToken ct)
    {
        var environment = context.Host.Environment;
        var generation = HelmProgram.GenerationOf(environment);
        var flags = PflagParser.Parse(PlanFlags.Of(command, generation), words, environment.Variable);
        if (command.Arguments.Complaint(flags.Arguments.Count, verb, $"secretskit {verb} {command.Usage} -o FILE") is { } complaint)
        {
            throw new SecretsKitException(ErrorCode.Usage, complaint.Split('\n')[0])
            {
                Hint = $"'secretskit {verb} --help' explains it",
            };
        }

        context.Host.Redaction.Except(flags.Text(HelmFlags.Namespace));
        var file = new PlanFile(context);
        var rule = file.FindRule(flags);
        return ChartVerb.RunAsync(context, verb, flags.Arguments, getter, session => DeployRun.RunAsync(
            session,
            flags,
            () => "",
            async place =>
            {
                DeprecatedFlags.Check(session, flags);
                var plan = await make(await RequestAsync(session, flags, place, ct), ct);
                new PlanReport(session, plan).PrintText();
                session.Host.Output.Flush();
                await file.WriteAsync(flags.Text(PlanFlags.Output), plan, rule, ct);
                var people = rule.Recipients == 1 ? "1 recipient" : $"{rule.Recipients} recipients";
                context.Terminal.Say(
                    $"saved the plan as {flags.Text(PlanFlags.Output)}, encrypted for {people} ({rule.Origin})", TextStyle.Good);
                return ExitCodes.Success;
            }));
    }

    private static async Task<PlanRequest> RequestAsync(HelmSession session, ParsedFlags flags, DeployPlace place, CancellationToken ct)
    {
        var operation = await place.OpenAsync(ct);
        var now = session.Host.Clock.GetUtcNow();
        return new(session, flags, place, operation, new(
            await ClusterIdentity.ReadAsync(operation.Objects, ct),
            ReleaseRun.Driver(session)!.Value,
            session.Generation,
            now,
            ProductVersion.Text)
        {
            ExpiresAt = PlanFlags.ExpiryOf(flags, now),
        });
    }
}

/// <summary>What a plan is made of.</summary>
/// <param name="Session">Streams, generation.</param>
/// <param name="Flags">The command line.</param>
/// <param name="Place">Cluster and records.</param>
/// <param name="Operation">The same, opened.</param>
/// <param name="Origin">What the plan says of its making.</param>
internal sealed record PlanRequest(
    HelmSession Session, ParsedFlags Flags, DeployPlace Place, OperationContext Operation, FrozenOrigin Origin)
{
    /// <summary>Freezes what is prepared.</summary>
    public FrozenPlanning Planning(FrozenSettings settings) => new(
        Operation, Origin, settings with { Wait = WaitFlags.Read(Session, Flags), OrderNames = OrderFlags.Read(Flags) })
    {
        SecretsOf = release => PlanSecrets.Of(release, Session.Host.Redaction),
    };
}
