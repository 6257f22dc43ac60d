using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>
/// No key at hand opens a file: the cause in one line, who can open it, and what to send to whom. The tree of all attempts is for
/// <c>--verbose</c>.
/// </summary>
/// <param name="failure">What was tried.</param>
/// <param name="file">The file, as typed.</param>
/// <param name="places">Where keys were looked for; empty where that is not known.</param>
/// <param name="names">Whose recipients are.</param>
internal sealed class KeyFailureReport(
    DataKeyUnrecoverableException failure, string file, IReadOnlyList<KeyPlace> places, RecipientNames names)
{
    private const int MostPeople = 8;
    private const int NarrowestTerminal = 40;

    private readonly List<(int Number, GroupAttempts Group)> _closed =
        [.. failure.Groups.Select((group, number) => (number, group)).Where(group => !group.group.Recovered)];

    private IEnumerable<KeyAttempts> Attempts => _closed.SelectMany(group => group.Group.Keys);

    private List<string> Own => [.. places.SelectMany(place => place.Recipients).Distinct(StringComparer.Ordinal)];

    /// <summary>Prints it.</summary>
    public void Write(TerminalOutput terminal, string place)
    {
        Say(terminal, $"secretskit: {DisplayText.Field(place)}none of the keys at hand opens this file: {Cause()}", TextStyle.Bad);
        foreach (var (number, group) in _closed)
        {
            Say(
                terminal,
                failure.Groups.Count == 1
                    ? "who can open it:"
                    : string.Create(CultureInfo.InvariantCulture, $"who can open group {number}:"),
                TextStyle.Plain);
            foreach (var key in group.Keys.Take(MostPeople))
            {
                terminal.Say($"  {names.Short(key.Key)}{Refusal(key)}");
            }

            if (group.Keys.Count > MostPeople)
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  and {group.Keys.Count - MostPeople} more"));
            }
        }

        if (terminal.Verbosity == Verbosity.Verbose)
        {
            terminal.SayLines(terminal.ErrorFeatures.IsTerminal
                ? RecoveryReport.Render(failure, Math.Max(NarrowestTerminal, terminal.ErrorFeatures.Width))
                : RecoveryReport.Render(failure));
        }

        foreach (var advice in _closed.SelectMany(group => group.Group.Keys.Take(MostPeople)).Where(IsRefused)
            .Select(key => VendorAdvice.Of(key.Key.Type)).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            FailureReport.SayHint(terminal, advice);
        }

        FailureReport.SayHint(terminal, Advice());
        if (terminal.Verbosity != Verbosity.Verbose)
        {
            FailureReport.SayHint(terminal, "--verbose shows what was tried with each key");
        }
    }

    /// <summary>Why, in a clause.</summary>
    public string Cause()
    {
        if (failure.Recovered > 0)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"{failure.Recovered} of the {failure.Required} key groups that it takes were opened");
        }

        if (Attempts.Any(attempt => attempt.Key.Type == KeyType.Age) && AgeCause() is { } cause)
        {
            return cause;
        }

        // Which kind of key stands first says what most people here work with.
        var first = Attempts.FirstOrDefault();
        return first is null ? "it has no recipients"
            : Telling(first) is { } failed
                ? $"{DisplayText.Field(names.Short(first.Key))}: {FailureReport.OneLine(failed.Detail)}"
            : first.Key.Type == KeyType.Pgp ? "gpg has no private key of its recipients"
            : $"there is no key for {DisplayText.Field(names.Short(first.Key))}";
    }

    // What a key on a server lacks is in no list of places: a wrong sign-in is to be seen without asking for more.
    private string Refusal(KeyAttempts key) =>
        key.Key.Type == KeyType.Age || key.Key.Type == KeyType.Pgp || key == CauseItself ? ""
        : Telling(key) is { } refused ? $": {FailureReport.OneLine(refused.Detail)}" : "";

    // The attempt that says why. Of a vendor also that there is no such key there.
    private static KeyAttempt? Telling(KeyAttempts key) =>
        key.Attempts.FirstOrDefault(attempt => attempt.Outcome is not (UnwrapOutcome.NoMatch or UnwrapOutcome.Unwrapped))
        ?? (VendorAdvice.IsVendors(key.Key.Type)
            ? key.Attempts.FirstOrDefault(attempt => attempt.Outcome == UnwrapOutcome.NoMatch && attempt.Detail.Length > 0) : null);

    private static bool IsRefused(KeyAttempts key) => key.Attempts.Any(attempt => attempt.Outcome == UnwrapOutcome.Denied);

    // The key whose failure the first line has.
    private KeyAttempts? CauseItself => failure.Recovered > 0 || Attempts.Any(attempt => attempt.Key.Type == KeyType.Age) ? null
        : Attempts.FirstOrDefault();

    private string? AgeCause()
    {
        if (places.FirstOrDefault(place => place.State is KeyPlaceState.Missing or KeyPlaceState.Unusable) is { } broken)
        {
            return broken.Words;
        }

        var outcomes = Attempts.Where(attempt => attempt.Key.Type == KeyType.Age).SelectMany(attempt => attempt.Attempts).ToList();
        if (outcomes.Find(attempt => attempt.Outcome == UnwrapOutcome.Denied) is not null
            && places.FirstOrDefault(place => place.State == KeyPlaceState.Protected) is { } locked)
        {
            return $"{locked.Words}, and was not opened";
        }

        if (outcomes.Find(attempt => attempt.Outcome is UnwrapOutcome.Unavailable or UnwrapOutcome.Malformed or UnwrapOutcome.Denied)
            is { } other)
        {
            return FirstLine(other.Problem);
        }

        if (FailedCommand() is { } command)
        {
            return command;
        }

        var found = places.Where(place => place.State == KeyPlaceState.Found && place.Recipients.Count > 0).ToList();
        if (found.Count > 0)
        {
            var keys = Own is [var only]
                ? $"your key {only}"
                : string.Create(CultureInfo.InvariantCulture, $"none of your {Own.Count} keys");
            return $"{keys} ({found[0].Words}) is {(Own.Count == 1 ? "not " : "")}among its recipients";
        }

        return places.Count > 0 && places.All(place => place.State == KeyPlaceState.Absent)
            ? $"there is no key here: {places.First(place => place.Name == KeyPlaces.KeyFile).Words}, and {places[^1].Words}"
            : null;
    }

    private string? FailedCommand() =>
        places.FirstOrDefault(place => place.State == KeyPlaceState.Command) is { } place
        && Attempts.SelectMany(attempt => attempt.Attempts).Select(attempt => attempt.FailedCommand).OfType<string>().FirstOrDefault()
            is { } command
            ? $"{place.Words} that failed: {FailureReport.OneLine(command)}"
            : null;

    private string Advice()
    {
        var update = $"who adds it to .sops.yaml and runs {CommandText.Line("secretskit", "updatekeys", file)}";
        if (failure.Recovered > 0)
        {
            return "ask somebody of the other groups, or run this where a key of theirs is, too";
        }

        if (Attempts.Any(attempt => attempt.Key.Type == KeyType.Age)
            && Attempts.SelectMany(attempt => attempt.Attempts).Any(attempt => attempt.Outcome == UnwrapOutcome.Malformed))
        {
            return "the sops part at the end of the file is damaged; compare it with an earlier version: "
                + CommandText.Line("git", "log", "-p", "--", file);
        }

        if (Attempts.All(attempt => attempt.Key.Type != KeyType.Age))
        {
            return Attempts.Any(attempt => attempt.Key.Type == KeyType.Pgp)
                ? $"import the private key of one of these fingerprints into gpg, or send yours to somebody who can read the file, {update}"
                : $"sign in where these keys live, or ask somebody who can read the file, {update}";
        }

        return places.Any(place => place.State is KeyPlaceState.Missing or KeyPlaceState.Unusable or KeyPlaceState.Protected)
            || FailedCommand() is not null
            ? "correct that first; 'secretskit doctor' shows all places where keys are looked for"
            : Own.Count > 0
                ? $"send your public key {Own[0]} to one of them, {update}"
                : "'secretskit keygen' makes a key: send its public half to one of them, " + update;
    }

    private static string FirstLine(string detail)
    {
        var line = detail.Split('\n')[0].Trim();
        return DisplayText.Field(line.TrimEnd(':', '.'));
    }

    private static void Say(TerminalOutput terminal, string text, TextStyle style)
    {
        if (!terminal.ErrorFeatures.IsTerminal)
        {
            terminal.Say(text, style);
            return;
        }

        foreach (var line in VerbHelp.Wrap(text, Math.Max(NarrowestTerminal, terminal.ErrorFeatures.Width)))
        {
            terminal.Say(line, style);
        }
    }
}
