using System.CommandLine;
using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git.Resolving;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git resolve</c>.</summary>
internal static class ResolveVerb
{
    private static readonly VerbText Help = new(
        "git resolve [options] FILE",
        "Settles the conflict of an encrypted file after a merge, rebase, cherry-pick or stash. Places that no option settles open in " +
        "your editor, "
        + "in plaintext between conflict markers, in memory only. The result is encrypted, gets its MAC, and FILE.conflict is removed. "
        + "In a rebase, ours is the branch that is rebased onto, as for git. It works without the merge driver, too.",
        ("secretskit git resolve secrets.yaml", "in your editor"),
        ("secretskit git resolve --theirs --add secrets.yaml", "their value at each place, and 'git add'"),
        ("secretskit git resolve --ours --theirs-at '[\"db\"][\"user\"]' f.yaml", "ours, but for one place"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var file = VerbOptions.File("File in conflict.");
        var ours = VerbOptions.Switch("--ours", "Take our value at every place that is not named.");
        var theirs = VerbOptions.Switch("--theirs", "Take their value at every place that is not named.");
        var oursAt = Places("--ours-at", "Take our value at this place; may be repeated. The place 'sops' is who can read the file.");
        var theirsAt = Places("--theirs-at", "Take their value at this place; may be repeated.");
        var add = VerbOptions.Switch("--add", "Tell git that the conflict is settled ('git add').");
        var force = VerbOptions.Switch("--force", "Give up changes that were made to the file since the merge.");
        var disk = VerbOptions.Switch(
            "--allow-disk", "Where there is no memory-backed folder, let the plaintext lie in the temporary folder while you edit.");
        var unattended = VerbOptions.Switch(EditorTerminal.UnattendedName, EditorTerminal.UnattendedAbout);
        return new(
            new Command("resolve") { file, ours, theirs, oursAt, theirsAt, add, force, disk, unattended },
            Help,
            (parsed, ct) =>
            {
                if (parsed.GetValue(ours) && parsed.GetValue(theirs))
                {
                    throw new SecretsKitException(ErrorCode.ConflictingOptions, "--ours and --theirs exclude each other")
                    {
                        Hint = "name single places with --ours-at or --theirs-at",
                    };
                }

                MergeSide? everywhere = parsed.GetValue(ours) ? MergeSide.Ours : parsed.GetValue(theirs) ? MergeSide.Theirs : null;
                var choices = new ResolveChoices(everywhere, parsed.GetValue(oursAt) ?? [], parsed.GetValue(theirsAt) ?? []);
                var request = new ResolveRequest(parsed.GetRequiredValue(file), choices)
                {
                    Add = parsed.GetValue(add),
                    Force = parsed.GetValue(force),
                    Unattended = parsed.GetValue(unattended),
                    AllowDisk = parsed.GetValue(disk),
                };
                return new ResolveHandler(context).RunAsync(request, ct);
            });
    }

    private static Option<string[]> Places(string name, string about) => new(name) { HelpName = "PLACE", Description = about };
}
