using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git.Merging;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git merge</c>.</summary>
internal static class MergeVerb
{
    private const int MarkerSize = 7;

    private static readonly VerbText Help = new(
        "git merge [options] -- BASE OURS THEIRS [SIZE] PATH",
        "The merge driver for encrypted files; git runs it once 'secretskit git install' has said so. It merges the values by their " +
        "keys, in memory, "
        + "and writes a whole, encrypted file with a new MAC over OURS. Values that nobody changed keep their ciphertext. "
        + "Where both sides changed a value, the file holds ours, PATH.conflict holds both ciphertexts, and git reports a conflict.",
        ("secretskit git merge -- %O %A %B %L %P", "as git's configuration has it"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var ancestor = VerbOptions.Switch(
            "--ancestor", "Merge common ancestors into one: where both changed a value, the ancestor's value stays.");
        var @base = new Argument<string>("BASE") { Description = "The common ancestor's version; empty if there is none (%O)." };
        var ours = new Argument<string>("OURS") { Description = "Our version, which the result replaces (%A)." };
        var theirs = new Argument<string>("THEIRS") { Description = "Their version (%B)." };
        var rest = new Argument<string[]>("PATH")
        {
            Arity = new ArgumentArity(1, 2),
            Description = "Length of conflict markers in plain files (%L), and the file in the work tree (%P).",
        };
        return new(
            new Command("merge") { @base, ours, theirs, rest, ancestor },
            Help,
            (parsed, ct) =>
            {
                var words = parsed.GetRequiredValue(rest);
                var size = words.Length > 1 && int.TryParse(words[0], out var given) ? given : MarkerSize;
                var request = new MergeRequest(
                    parsed.GetRequiredValue(@base), parsed.GetRequiredValue(ours), parsed.GetRequiredValue(theirs), size, words[^1])
                {
                    IsAncestor = parsed.GetValue(ancestor),
                };
                return new MergeHandler(context).RunAsync(request, ct);
            });
    }
}
