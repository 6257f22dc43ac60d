using System.Globalization;
using SecretsKit.Cli.Dialects;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Diffs;

/// <summary>Diffs of what records say: of revisions and of releases (spec helm.md 21.1).</summary>
internal static class RecordDiff
{
    /// <summary><c>diff revision</c>: the older revision is compared with the newer one, or one with the latest.</summary>
    public static async Task<int> OfRevisionsAsync(DiffRun run, CancellationToken ct)
    {
        var words = run.Flags.Arguments;
        if (words.Count is < 2 or > 3)
        {
            throw words.Count < 2
                ? DiffRun.Usage("Too few arguments to Command \"revision\".\nMinimum 2 arguments required: release name, revision")
                : DiffRun.Usage(
                    "Too many arguments to Command \"revision\".\nMaximum 3 arguments allowed: release name, revision1, revision2");
        }

        var first = Number(words[1]);
        if (words.Count == 2)
        {
            var latest = await run.FindAsync(words[0], 0, ct);
            return Report(run, await run.FindAsync(words[0], first, ct), latest);
        }

        var second = Number(words[2]);
        var (old, now) = first < second ? (first, second) : (second, first);
        return Report(run, await run.FindAsync(words[0], old, ct), await run.FindAsync(words[0], now, ct));
    }

    /// <summary><c>diff rollback</c>: the latest revision is compared with the one to go back to.</summary>
    public static async Task<int> OfRollbackAsync(DiffRun run, CancellationToken ct)
    {
        var words = run.Flags.Arguments;
        if (words.Count != 2)
        {
            throw DiffRun.Usage("This command needs 2 arguments: release name, revision number");
        }

        var latest = await run.FindAsync(words[0], 0, ct);
        return Report(run, latest, await run.FindAsync(words[0], Number(words[1]), ct));
    }

    /// <summary><c>diff release</c>: two releases of one chart, template by template.</summary>
    public static async Task<int> OfReleasesAsync(DiffRun run, CancellationToken ct)
    {
        var words = run.Flags.Arguments;
        if (words.Count != 2)
        {
            throw words.Count < 2
                ? DiffRun.Usage("Too few arguments to Command \"release\".\nMinimum 2 arguments required: release name-1, release name-2")
                : DiffRun.Usage("Too many arguments to Command \"release\".\nMaximum 2 arguments allowed: release name-1, release name-2");
        }

        var (one, other) = (await run.FindAsync(words[0], 0, ct), await run.FindAsync(words[1], 0, ct));
        if (one.Chart?.Name != other.Chart?.Name)
        {
            run.Session.Host.WriteReport(
                $"Error : Incomparable Releases \n Unable to compare releases from two different charts \"{one.Chart?.Name}\", "
                + $"\"{other.Chart?.Name}\". \n try helm diff release --help to know more \n");
            return ExitCodes.Success;
        }

        return run.Report(
            run.Manifests(one.Namespace).ReadByTemplate(one.Manifest.RevealText()),
            run.Manifests(other.Namespace).ReadByTemplate(other.Manifest.RevealText()));
    }

    private static int Report(DiffRun run, Release old, Release now)
    {
        var manifests = run.Manifests(run.Place.Namespace);
        return run.Report(manifests.Read(old.Manifest.RevealText()), manifests.Read(now.Manifest.RevealText()));
    }

    // What is no number counts as the latest revision, as with the plugin.
    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
