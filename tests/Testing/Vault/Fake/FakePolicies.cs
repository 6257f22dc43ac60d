using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SecretsKit.Testing.Vault.Fake;

/// <summary>Policies: which paths allow what.</summary>
internal sealed partial class FakePolicies
{
    private static readonly string[] Known = ["create", "read", "update", "patch", "delete", "list", "scan", "sudo", "deny"];

    private const string Default = """
        path "auth/token/lookup-self" { capabilities = ["read"] }
        path "auth/token/renew-self" { capabilities = ["update"] }
        path "auth/token/revoke-self" { capabilities = ["update"] }
        path "sys/capabilities-self" { capabilities = ["update"] }
        path "identity/entity/id" { capabilities = ["read"] }
        path "sys/internal/ui/resultant-acl" { capabilities = ["read"] }
        path "sys/renew" { capabilities = ["update"] }
        path "sys/leases/renew" { capabilities = ["update"] }
        path "sys/leases/lookup" { capabilities = ["update"] }
        path "cubbyhole/*" { capabilities = ["create", "read", "update", "delete", "list"] }
        path "sys/wrapping/wrap" { capabilities = ["update"] }
        path "sys/wrapping/lookup" { capabilities = ["update"] }
        path "sys/wrapping/unwrap" { capabilities = ["update"] }
        path "sys/tools/hash" { capabilities = ["update"] }
        """;

    private readonly ConcurrentDictionary<string, FakePolicy> _policies = new(StringComparer.Ordinal);

    public FakePolicies() => _policies["default"] = new("default", Default, DateTimeOffset.UnixEpoch, Parse(Default));

    public IEnumerable<string> Names => _policies.Keys.Append("root").Order(StringComparer.Ordinal);

    public FakePolicy? Find(string name) => _policies.GetValueOrDefault(name);

    public bool Has(string name) => name == "root" || _policies.ContainsKey(name);

    public void Set(string name, string text, DateTimeOffset now) => _policies[name] = new(name, text, now, Parse(text));

    public void Remove(string name) => _policies.TryRemove(name, out _);

    /// <summary>What policies allow at a path: the longest rule of each kind counts; deny wins.</summary>
    public IReadOnlyList<string> Capabilities(IReadOnlyList<string> names, string path)
    {
        if (names.Contains("root"))
        {
            return ["root"];
        }

        var rules = names.Select(name => _policies.GetValueOrDefault(name)).OfType<FakePolicy>().SelectMany(policy => policy.Rules)
            .Where(rule => Fits(rule.Path, path)).ToList();
        var longest = rules.Select(rule => (rule.Path.EndsWith('*') ? 0 : 1000) + rule.Path.Length).DefaultIfEmpty().Max();
        string[] found = [.. rules.Where(rule => (rule.Path.EndsWith('*') ? 0 : 1000) + rule.Path.Length == longest)
            .SelectMany(rule => rule.Capabilities).Distinct().Order(StringComparer.Ordinal)];
        return found.Length == 0 || found.Contains("deny") ? ["deny"] : found;
    }

    /// <summary>Whether any rule is about something in a mount.</summary>
    public bool Reaches(IReadOnlyList<string> names, string mount) => names.Contains("root") || names
        .Select(name => _policies.GetValueOrDefault(name)).OfType<FakePolicy>().SelectMany(policy => policy.Rules)
        .Any(rule => !rule.Capabilities.Contains("deny")
            && (rule.Path.StartsWith(mount, StringComparison.Ordinal)
                || mount.StartsWith(rule.Path.TrimEnd('*'), StringComparison.Ordinal)));

    private static bool Fits(string rule, string path)
    {
        if (rule.EndsWith('*'))
        {
            return FitsStart(rule[..^1], path, true);
        }

        return FitsStart(rule, path, false) || FitsStart(rule, path.TrimEnd('/'), false);
    }

    private static bool FitsStart(string rule, string path, bool mayGoOn)
    {
        if (!rule.Contains('+', StringComparison.Ordinal))
        {
            return mayGoOn ? path.StartsWith(rule, StringComparison.Ordinal) : path == rule;
        }

        var pattern = "^" + Regex.Escape(rule).Replace("\\+", "[^/]+", StringComparison.Ordinal) + (mayGoOn ? "" : "$");
        return Regex.IsMatch(path, pattern);
    }

    private static List<FakeRule> Parse(string text)
    {
        var rules = new List<FakeRule>();
        foreach (Match match in Rule().Matches(text))
        {
            string[] capabilities = [.. Quoted().Matches(match.Groups[2].Value).Select(word => word.Groups[1].Value)];
            if (capabilities.FirstOrDefault(word => !Known.Contains(word)) is { } unknown)
            {
                throw new VaultRefusal(400, $"failed to parse policy: path \"{match.Groups[1].Value}\": invalid capability \"{unknown}\"");
            }

            rules.Add(new(match.Groups[1].Value, capabilities));
        }

        return rules;
    }

    [GeneratedRegex("path\\s+\"([^\"]*)\"\\s*\\{[^}]*capabilities\\s*=\\s*\\[([^\\]]*)\\][^}]*\\}")]
    private static partial Regex Rule();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}

/// <summary>A policy.</summary>
internal sealed record FakePolicy(string Name, string Text, DateTimeOffset Modified, IReadOnlyList<FakeRule> Rules);

/// <summary>One path of a policy.</summary>
internal sealed record FakeRule(string Path, IReadOnlyList<string> Capabilities);
