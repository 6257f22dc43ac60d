using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git</c>: what ties encrypted files to git.</summary>
internal static class GitVerb
{
    private static readonly VerbText Help = new(
        "git COMMAND [options]",
        "Makes git show, merge and check encrypted files by their values. 'install' sets it up in a clone; the rest is run by git, but " +
        "for 'resolve'.",
        ("secretskit git install", "diffs in plaintext and merges without conflicts over the MAC, in this clone"),
        ("secretskit git resolve secrets.yaml", "when both sides changed the same value"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context) => new(new Command("git"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
    {
        Children =
        [
            new("install", "teach git about encrypted files: diffs, merges, hook", InstallVerb.Create),
            new("uninstall", "undo that", UninstallVerb.Create),
            new("resolve", "settle a conflict in an encrypted file", ResolveVerb.Create),
            new("merge", "the merge driver", MergeVerb.Create),
            new("textconv", "the plaintext of a file, for diffs", TextconvVerb.Create),
        ],
    };
}
