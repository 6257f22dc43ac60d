using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Releases.Frozen;

namespace SecretsKit.Cli.Plans;

/// <summary>The words of <c>plan</c>: what was reviewed is what is deployed.</summary>
internal static class PlanVerb
{
    private const string About =
        "Nothing is written to the cluster. The plan holds the rendered release, what is done to each object, and the state of each object "
        + "that was compared; it is encrypted as a SOPS file for the key that deploys. What it changes is printed, Secrets and decrypted "
        + "values masked. All flags of the helm command count.";

    private static readonly VerbText Help = new(
        "plan COMMAND [options]",
        "Freezes a deploy as it was reviewed: 'plan upgrade' saves what would be done in an encrypted file, 'plan show' prints it, "
        + "'plan apply' does just that, once, and refuses if the release or an object of it has changed since.",
        ("secretskit plan upgrade shop ./chart -n shop -f secrets.yaml -o plan.enc", "in the merge request"),
        ("secretskit plan show plan.enc --output markdown", "the comment for those who review it"),
        ("secretskit plan apply plan.enc", "after the merge"));

    private static readonly VerbText ApplyHelp = new(
        "plan apply [options] FILE",
        "Carries out a plan as it was reviewed, once. First the cluster, the records of the release and all objects that the plan is about "
        + "are compared with what was reviewed; then each write names the state that was compared, so that the server refuses it for any "
        + "other. What controllers keep (status, managedFields, resourceVersion, generation) is no change. An object that is changed while "
        + "the plan runs ends it, and the revision is recorded as failed. Not bound to a state: hooks, which run as they were reviewed "
        + "whatever is there of their objects, and the undoing of a failed deploy (--rollback-on-failure), which is worked out then. A "
        + "plan that was killed cannot be applied again: 'secretskit pipeline recover' repairs the release.",
        ("secretskit plan apply plan.enc", "in the namespace of the plan"),
        ("secretskit plan apply plan.enc --lock", "and keep other deploys out meanwhile"))
    {
        ExitCodes = [("3", "refused: something is not as it was reviewed, nothing was changed")],
    };

    private static readonly VerbText ShowHelp = new(
        "plan show [options] FILE",
        "Prints what a plan is for, how much it does, the hooks that run and the changes as they were reviewed, masked. No cluster is "
        + "asked.",
        ("secretskit plan show plan.enc", "as 'plan upgrade' printed it"),
        ("secretskit plan show plan.enc --output markdown", "for a comment on a merge request"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter) =>
        new(new Command("plan"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
        {
            Children =
            [
                new("upgrade", "save what an upgrade, or an installation, would do", inner => Making(
                    inner,
                    getter,
                    UpgradeCommand.Command,
                    UpgradePlan.MakeAsync,
                    new(
                        "plan upgrade [options] RELEASE CHART -o FILE",
                        "Saves what 'helm upgrade' with these words would do. " + About,
                        ("secretskit plan upgrade shop ./chart -n shop -f secrets.yaml -o plan.enc", "for the recipients of .sops.yaml"),
                        ("secretskit plan upgrade shop ./chart --install --age age1... --expires 24h -o plan.enc", "for one day")),
                    ["RELEASE", "CHART"])),
                new("rollback", "save what a rollback would do", inner => Making(
                    inner,
                    getter,
                    RollbackCommand.Command,
                    RollbackPlan.MakeAsync,
                    new(
                        "plan rollback [options] RELEASE [REVISION] -o FILE",
                        "Saves what 'helm rollback' with these words would do. " + About,
                        ("secretskit plan rollback shop 3 -n shop -o plan.enc", "back to revision 3")),
                    ["RELEASE", "REVISION"])),
                new("uninstall", "save what a removal would do", inner => Making(
                    inner,
                    getter,
                    UninstallCommand.Command,
                    UninstallPlan.MakeAsync,
                    new(
                        "plan uninstall [options] RELEASE -o FILE",
                        "Saves what 'helm uninstall' with these words would do. " + About,
                        ("secretskit plan uninstall shop -n shop -o plan.enc", "the objects that would be deleted")),
                    ["RELEASE"])),
                new("show", "print a plan, masked; no cluster is asked", Show),
                new("apply", "do what a plan says, once, if nothing has changed since", Apply),
            ],
        };

    private static VerbCommand Making(
        VerbContext context,
        ValueGetterFactory getter,
        HelmCommand command,
        Func<PlanRequest, CancellationToken, Task<FrozenPlan>> make,
        VerbText help,
        string[] arguments)
    {
        var table = PlanFlags.Of(command, HelmProgram.GenerationOf(context.Host.Environment));
        return Words(
            FlagCommand.Of(command.Name, table, [.. arguments.Select(name => new Argument<string>(name))]),
            help,
            (words, ct) => new PlanMaking(context, getter).RunAsync($"plan {command.Name}", command, words, make, ct));
    }

    private static VerbCommand Apply(VerbContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The plan." };
        return Words(
            FlagCommand.Of("apply", PlanFlags.OfApply(), [file]), ApplyHelp, (words, ct) => new ApplyHandler(context).RunAsync(words, ct));
    }

    private static VerbCommand Show(VerbContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The plan." };
        var output = VerbOptions.Choice(
            "--output", "FORMAT", "text (the default), json or markdown.", ["text", "json", "markdown"], "-o");
        var command = new Command("show") { file, output };
        return new(
            command,
            ShowHelp,
            (parsed, ct) => new ShowHandler(context).RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(output) ?? "text", ct));
    }

    private static VerbCommand Words(Command command, VerbText help, Func<IReadOnlyList<string>, CancellationToken, Task<int>> run) =>
        new(command, help, (_, _) => Task.FromResult(ExitCodes.Success)) { RunWords = run };
}
