using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>A file, who can decrypt it, and who will be able to.</summary>
/// <param name="File">As it is shown.</param>
/// <param name="Before">Who can now; null for a file that is not encrypted yet.</param>
/// <param name="After">Who can afterwards.</param>
internal sealed record AccessPlan(string File, AccessPolicy? Before, AccessPolicy After);

/// <summary>
/// Keeps people from locking themselves out: where no key at hand will open the result there is a warning, and a person is asked.
/// </summary>
internal sealed class LockoutGuard
{
    /// <summary>The switch that goes on without asking, the same in all verbs.</summary>
    public const string ForOthersName = "--for-others";

    private const int MostFiles = 5;

    private readonly VerbContext _context;
    private readonly KeyPossession _possession;
    private readonly bool _isForOthers;
    private readonly HashSet<string> _agreed = new(StringComparer.Ordinal);

    /// <summary>Of one run.</summary>
    /// <param name="context">Asks and warns.</param>
    /// <param name="keys">The keys at hand.</param>
    /// <param name="isForOthers">Whether <see cref="ForOthersName"/> was given.</param>
    public LockoutGuard(VerbContext context, KeyRing keys, bool isForOthers) =>
        (_context, _possession, _isForOthers) = (context, new(keys), isForOthers);

    /// <summary>The switch.</summary>
    public static System.CommandLine.Option<bool> ForOthers() => VerbOptions.Switch(
        ForOthersName, "Do not warn or ask where no key at hand will open the result.");

    /// <summary>Looks at plans, and has a person agree to those that lock out.</summary>
    /// <param name="plans">Before anything is written.</param>
    /// <param name="asks">Whether a person who is there is asked; otherwise the question that follows is left to the caller.</param>
    /// <param name="ct">Cancels key services and the question.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.General"/>: a person did not agree. Nothing may be written.</exception>
    public async Task RequireAsync(IEnumerable<AccessPlan> plans, bool asks, CancellationToken ct)
    {
        if (_isForOthers)
        {
            return;
        }

        List<string> files = [];
        List<string> keys = [];
        AccessPolicy? first = null;
        foreach (var plan in plans)
        {
            if (!_agreed.Contains(Key(plan)) && await LocksOutAsync(plan, ct))
            {
                files.Add(plan.File);
                first ??= plan.After;
                keys.Add(Key(plan));
            }
        }

        _agreed.UnionWith(keys);
        if (files.Count == 0)
        {
            return;
        }

        using var pause = _context.Terminal.PauseStatus();
        Warn(files, first!);
        if (asks && _context.Host.InputIsTerminal
            && !await Confirmation.AgreesAsync(_context.Host, QuestionScreen.Error, "Go on all the same? (y/n): ", ct))
        {
            throw new SecretsKitException(ErrorCode.General, "left as it is, because no key at hand would open the result")
            {
                Hint = $"add a key of yours to the recipients, or pass {ForOthersName}",
            };
        }
    }

    /// <summary>The same for one file; a person is asked.</summary>
    public Task RequireAsync(AccessPlan plan, CancellationToken ct) => RequireAsync([plan], asks: true, ct);

    // What cannot be opened now cannot be changed: that failure says more.
    // More groups than there are cannot be asked for: that failure says more, too.
    private async ValueTask<bool> LocksOutAsync(AccessPlan plan, CancellationToken ct) =>
        plan.After.Needed <= Math.Max(1, plan.After.Groups.Count)
        && await _possession.OpensAsync(plan.After.Groups, plan.After.Needed, ct) == false
        && (plan.Before is null || await _possession.OpensAsync(plan.Before.Groups, plan.Before.Needed, ct) != false);

    private void Warn(List<string> files, AccessPolicy first)
    {
        var names = string.Join(", ", files.Take(MostFiles))
            + (files.Count > MostFiles ? string.Create(CultureInfo.InvariantCulture, $" and {files.Count - MostFiles} more files") : "");
        _context.Terminal.Say($"warning: {names}: no key at hand will open the result", TextStyle.Warning);
        _context.Terminal.Hint(OwnKeyHint(first));
    }

    private string OwnKeyHint(AccessPolicy policy)
    {
        try
        {
            var mine = UserKeys.Recipients(_context.Host);
            if (policy.Needed > 1 && policy.Groups.Any(group => group.Keys.Any(key => mine.Contains(key.Id))))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{policy.Needed} of {policy.Groups.Count} key groups must be opened, and the keys at hand are in fewer: it takes "
                        + $"others to read it, which may be meant");
            }

            return mine is [var own, ..]
                ? $"to be able to read it yourself, add your key {own}"
                : "there is no age key of yours here: 'secretskit keygen' makes one, whose public half goes to the recipients";
        }
        catch (SecretsKitException failure)
        {
            return $"your key cannot be read: {failure.Problem}";
        }
    }

    private static string Key(AccessPlan plan) => string.Join('\n', AccessText.Lines(plan.After));
}
