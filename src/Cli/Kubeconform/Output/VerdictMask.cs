using SecretsKit.Charts.Validation;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>Takes what was decrypted out of results. Names of schemas are made of kinds in small letters, so those go, too.</summary>
/// <param name="scope">What was decrypted; lent.</param>
internal sealed class VerdictMask(RedactionScope scope)
{
    /// <summary>A result without decrypted values.</summary>
    public ResourceVerdict Clear(ResourceVerdict verdict)
    {
        if (scope.IsEmpty)
        {
            return verdict;
        }

        var identity = verdict.Identity;
        return verdict with
        {
            Identity = new(
                scope.Redact(identity.Kind), scope.Redact(identity.ApiVersion), scope.Redact(identity.Namespace),
                scope.Redact(identity.Name)),
            Message = Clear(identity, verdict.Message),
            Violations =
            [
                .. verdict.Violations.Select(violation =>
                    new Violation(Clear(identity, violation.Pointer), Clear(identity, violation.Message))),
            ],
        };
    }

    /// <summary>A text about a resource without decrypted values.</summary>
    public string Clear(ResourceIdentity identity, string text)
    {
        text = scope.Redact(text);
        foreach (var part in (string[])[identity.Kind, .. identity.ApiVersion.Split('/', '.')])
        {
            if (part.Length > 0 && scope.Redact(part) is var cleared && cleared != part)
            {
                text = text.Replace(part, cleared, StringComparison.OrdinalIgnoreCase);
            }
        }

        return text;
    }
}
