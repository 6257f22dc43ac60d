using System.Collections.Concurrent;
using SecretsKit.Core.Envelope.Config;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Repository.Config;

/// <summary>The configurations of many files: each is searched for once in a folder and read once. Safe for concurrent use.</summary>
/// <param name="environment">Files.</param>
/// <param name="named">The configuration for all files, or null to search the nearest of each.</param>
public sealed class ConfigCache(HostEnvironment environment, string? named)
{
    private readonly ConcurrentDictionary<string, string?> _nearest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<SopsConfig>> _loaded = new(StringComparer.Ordinal);

    /// <summary>The rule for a file, and the configuration that holds it.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="SecretsKitException">There is no configuration, it cannot be read, or none of its rules matches.</exception>
    public (RuleSettings Rule, SopsConfig Config) RuleOf(string path)
    {
        var found = named ?? _nearest.GetOrAdd(Path.GetDirectoryName(path)!, _ => RuleFinder.Search(environment, path))
            ?? throw new SecretsKitException(
                ErrorCode.ConfigNotFound, "there is no .sops.yaml in the file's folder or above that says who shall be able to decrypt")
            {
                Hint = "'secretskit init' makes one; --config names another",
            };
        var config = _loaded.GetOrAdd(found, file => new Lazy<SopsConfig>(() => ConfigFinder.Load(environment, file))).Value;
        try
        {
            return (config.RuleFor(path) ?? throw NoRule(found, "the path below that folder"), config);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.NoMatchingRule)
        {
            throw NoRule(found, RuleFinder.Unmatched(config, path));
        }
        catch (SecretsKitException failure) when (failure is { Code: ErrorCode.MalformedConfig or ErrorCode.General, Hint: null })
        {
            throw RuleFinder.Placed(config, failure);
        }
    }

    /// <summary>The rule for a file; null where there is no configuration, or none of its rules matches.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="SecretsKitException">The configuration, or a key of the rule, cannot be read.</exception>
    public RuleSettings? FindRule(string path)
    {
        try
        {
            return RuleOf(path).Rule;
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.ConfigNotFound or ErrorCode.NoMatchingRule)
        {
            return null;
        }
    }

    private static SecretsKitException NoRule(string config, string path) =>
        new(ErrorCode.NoMatchingRule, $"no creation rule in {config} matches this file")
    {
        Hint = $"add a rule whose path_regex matches {path}; a rule without path_regex matches all",
    };
}
