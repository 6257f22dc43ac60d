using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>The names that Kubernetes takes, by kind.</summary>
internal static class ObjectNames
{
    private const int LongestSubdomain = 253;
    private const int LongestLabel = 63;

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an " +
        "alphanumeric character "
        + @"(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
        "alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string ServiceRule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with " +
        "an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>The complaint about a document's name, or null.</summary>
    public static string? Complaint(LintDocument document)
    {
        var name = document.Name;
        List<string> offences = document.Kind.ToLowerInvariant() switch
        {
            "service" => Offences(name, LongestLabel, IsLabel(name) && char.IsAsciiLetter(name[0]) ? null : ServiceRule),
            "namespace" => Offences(name, LongestLabel, IsLabel(name) ? null : IsSubdomain(name) ? "must not contain dots" : LabelRule),
            "certificatesigningrequest" => [],
            "role" or "clusterrole" or "rolebinding" or "clusterrolebinding" => PathOffences(name),
            _ => Offences(name, LongestSubdomain, IsSubdomain(name) ? null : SubdomainRule),
        };
        if (offences.Count == 0)
        {
            return null;
        }

        var quoted = GoQuote.Format(name);
        var errors = string.Join(", ", offences.Select(offence => $"metadata.name: Invalid value: {quoted}: {offence}"));
        return $"object name does not conform to Kubernetes naming requirements: {quoted}: " +
            $"{(offences.Count == 1 ? errors : $"[{errors}]")}";
    }

    private static List<string> Offences(string name, int longest, string? rule)
    {
        var offences = new List<string>();
        if (System.Text.Encoding.UTF8.GetByteCount(name) > longest)
        {
            offences.Add($"must be no more than {longest} characters");
        }

        if (rule is not null)
        {
            offences.Add(rule);
        }

        return offences;
    }

    private static List<string> PathOffences(string name)
    {
        if (name is "." or "..")
        {
            return [$"may not be '{name}'"];
        }

        var offences = new List<string>();
        foreach (var c in "/%")
        {
            if (name.Contains(c, StringComparison.Ordinal))
            {
                offences.Add($"may not contain '{c}'");
            }
        }

        return offences;
    }

    private static bool IsSubdomain(string name) => name.Split('.').All(IsLabel);

    private static bool IsLabel(string name) =>
        name.Length > 0 && name[0] != '-' && name[^1] != '-' && name.All(c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
