using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Checking.Rules;

/// <summary>Finds fields of <c>.sops.yaml</c> that are not read: names that are misspelt or in the wrong place.</summary>
internal sealed class UnreadFieldRule : IRepositoryRule
{
    /// <inheritdoc/>
    public CheckRule About { get; } = new(
        "unread-field", CheckLevel.Warning, "a field of a .sops.yaml is not read",
        "correct its name in FILE: .sops.yaml.example lists all fields; names that begin with x- are left alone");

    /// <inheritdoc/>
    public ValueTask CheckAsync(CheckedRepository repository, Findings findings, CancellationToken ct)
    {
        foreach (var file in repository.Configs.All.Where(file => file.Config is not null && ConflictMarkers.Line(file.Content) == 0))
        {
            foreach (var finding in file.Config!.FindUnread())
            {
                // Who meant a known field has a rule that says something else than is written.
                var level = finding is { Fault: ConfigFault.Unknown, Near: null, Belongs: null } ? CheckLevel.Warning : CheckLevel.Error;
                findings.Add(new(
                    About, level, repository.Shown(file.Path), finding.Line, finding.Column, finding.Problem) { Name = finding.Name });
            }
        }

        return default;
    }
}
