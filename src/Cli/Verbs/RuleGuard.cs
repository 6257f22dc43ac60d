using System.Collections.Concurrent;
using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Verbs;

/// <summary>
/// Keeps verbs from encrypting for readers, or under a selection, that the creation rule of a file
/// does not allow: nothing in an encrypted file authenticates them, so anybody who can write the file could have put them there. A person
/// is asked; without one the file is refused. Safe for several files at once.
/// </summary>
internal sealed class RuleGuard
{
    private const int MostFiles = 5;
    private const int MostFindings = 100;

    private readonly VerbContext _context;
    private readonly ConfigCache _configs;
    private readonly bool _ignoresRule;
    private readonly ConcurrentDictionary<string, bool> _answers = new(StringComparer.Ordinal);

    /// <summary>Of one run.</summary>
    /// <param name="context">Asks and reports.</param>
    /// <param name="config">The configuration that was named, or null for <c>SOPS_CONFIG</c>, else the nearest of each file.</param>
    /// <param name="ignoresRule">Whether <see cref="VerbOptions.IgnoreRuleName"/> was given.</param>
    public RuleGuard(VerbContext context, string? config, bool ignoresRule)
    {
        _context = context;
        _ignoresRule = ignoresRule;
        var environment = context.Host.Environment;
        _configs = new(environment, config ?? (environment.Variable("SOPS_CONFIG") is { Length: > 0 } named ? named : null));
    }

    /// <summary>Whether a person can be asked, so that it is worth knowing all questions before the work begins.</summary>
    public bool CanAsk => !_ignoresRule && _context.Host.InputIsTerminal;

    /// <summary>Compares a file with its rule.</summary>
    /// <param name="file">As it is shown.</param>
    /// <param name="policy">What will hold for the file.</param>
    /// <param name="format">The format of the file.</param>
    /// <returns>Null without a rule.</returns>
    /// <exception cref="SecretsKitException">The rule cannot be read, and it is not to be ignored.</exception>
    public RuleBreach? Compare(string file, AccessPolicy policy, DocumentFormat format)
    {
        try
        {
            return _configs.FindRule(_context.Host.Environment.CleanPath(file)) is { } rule
                ? RuleBreach.Of(AccessPolicy.Of(rule).In(format), policy.In(format)) with
                {
                    Names = _context.NamesFor(file),
                }
                : null;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return _ignoresRule ? null : throw new SecretsKitException(
                failure.Code, $"the recipients cannot be compared with .sops.yaml: {failure.Problem}", failure)
            {
                Hint = $"{failure.Hint ?? "correct the .sops.yaml"}; {VerbOptions.IgnoreRuleName} goes on without comparing",
            };
        }
    }

    /// <summary>Makes sure that a breach was accepted: asks, or refuses.</summary>
    /// <param name="file">As it is shown.</param>
    /// <param name="breach">Of <see cref="Compare"/>.</param>
    /// <param name="named">What the command itself accepts by naming it.</param>
    /// <param name="ct">Ends the question.</param>
    /// <exception cref="OutsideRuleException">It was not.</exception>
    public async Task RequireAsync(string file, RuleBreach? breach, NamedAccess named, CancellationToken ct)
    {
        if (CanAsk)
        {
            await AskAsync([(file, breach)], named, ct);
        }

        Require(file, breach, named);
    }

    /// <summary>Makes sure that a breach was accepted, without asking.</summary>
    /// <inheritdoc cref="RequireAsync"/>
    public void Require(string file, RuleBreach? breach, NamedAccess named)
    {
        if (_ignoresRule || breach?.Findings(named) is not { Count: > 0 } findings || _answers.GetValueOrDefault(Key(findings)))
        {
            return;
        }

        var isCuredByUpdate = findings.Count > breach.SelectionFindings.Count();
        throw new OutsideRuleException(findings)
        {
            Hint = string.Join(
                "; ",
                [
                    .. isCuredByUpdate
                    ? [$"'secretskit updatekeys {file}' gives it the recipients, groups and threshold of the rule"]
                    : Array.Empty<string>(),
                    .. breach.LoosensSelection ? ["for the selection of the rule decrypt it and encrypt it again"] : Array.Empty<string>(),
                    $"{VerbOptions.IgnoreRuleName} goes on with it as it is",
                ]),
        };
    }

    /// <summary>Asks about files, once for all that have the same findings and were not asked about before.</summary>
    /// <param name="files">Files and their breaches.</param>
    /// <param name="named">What the command itself accepts by naming it.</param>
    /// <param name="ct">Ends the question.</param>
    public async Task AskAsync(IEnumerable<(string File, RuleBreach? Breach)> files, NamedAccess named, CancellationToken ct)
    {
        var open = files.Select(file => (file.File, Findings: file.Breach?.Findings(named) ?? [])).Where(file => file.Findings.Count > 0);
        foreach (
            var alike in open.GroupBy(file => Key(file.Findings), StringComparer.Ordinal).Where(alike => !_answers.ContainsKey(alike.Key)))
        {
            List<string> names = [.. alike.Select(file => file.File)];
            using (_context.Terminal.PauseStatus())
            {
                Show(names, alike.First().Findings);
                _answers[alike.Key] = await AskAsync(names.Count == 1 ? names[0] : "these files", ct);
            }
        }
    }

    private void Show(List<string> files, IReadOnlyList<string> findings)
    {
        var names = string.Join(", ", files.Take(MostFiles))
            + (files.Count > MostFiles ? string.Create(CultureInfo.InvariantCulture, $" and {files.Count - MostFiles} more files") : "");
        _context.Terminal.Say($"{names}: not as the rule in .sops.yaml says:", TextStyle.Warning);
        foreach (var finding in findings.Take(MostFindings))
        {
            _context.Terminal.Say("  " + finding, TextStyle.Bad);
        }

        if (findings.Count > MostFindings)
        {
            _context.Terminal.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  and {findings.Count - MostFindings} more; 'secretskit filestatus' lists all recipients"),
                TextStyle.Bad);
        }
    }

    private ValueTask<bool> AskAsync(string files, CancellationToken ct) =>
        Confirmation.AgreesAsync(_context.Host, QuestionScreen.Error, $"Go on with {files}? (y/n): ", ct);

    private static string Key(IReadOnlyList<string> findings) => string.Join('\n', findings);
}
