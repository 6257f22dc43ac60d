using System.Text;
using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary>What rules of keys have in common: the keys of each open mapping.</summary>
internal abstract class KeyRule<TKeys> : LintRule
    where TKeys : class, new()
{
    // Null for a sequence.
    private readonly Stack<TKeys?> _open = new();

    /// <inheritdoc/>
    public sealed override void Token(in TokenPlace place)
    {
        switch (place.Token.Type)
        {
            case YamlTokenType.BlockMappingStart or YamlTokenType.FlowMappingStart:
                _open.Push(new());
                break;
            case YamlTokenType.BlockSequenceStart or YamlTokenType.FlowSequenceStart:
                _open.Push(null);
                break;
            case YamlTokenType.BlockEnd or YamlTokenType.FlowMappingEnd or YamlTokenType.FlowSequenceEnd:
                _open.TryPop(out _);
                break;
            case YamlTokenType.Key when place.IsBefore(YamlTokenType.Scalar) && _open.TryPeek(out var keys) && keys is not null:
                Key(place.Next!, keys);
                break;
        }
    }

    /// <summary>Judges a key.</summary>
    protected abstract void Key(YamlToken key, TKeys keys);
}

/// <summary><c>key-duplicates</c>: no key twice in a mapping.</summary>
internal sealed class KeyDuplicatesRule : KeyRule<HashSet<string>>
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("forbid-duplicated-merge-keys", false)];

    /// <inheritdoc/>
    protected override void Key(YamlToken key, HashSet<string> keys)
    {
        if (!keys.Add(key.Value) && (key.Value != "<<" || Settings.IsOn("forbid-duplicated-merge-keys")))
        {
            Report(key.Start, $"duplication of key \"{key.Value}\" in mapping");
        }
    }
}

/// <summary><c>key-ordering</c>: the keys of a mapping are sorted.</summary>
internal sealed class KeyOrderingRule : KeyRule<GreatestKey>
{
    private List<Re2>? _ignored;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [new("ignored-keys", new List<string>())];

    /// <inheritdoc/>
    protected override void Key(YamlToken key, GreatestKey keys)
    {
        _ignored ??= [.. Settings.Words("ignored-keys").Select(pattern => Re2.Compile(Encoding.UTF8.GetBytes(pattern)))];
        if (_ignored.Any(pattern => pattern.IsMatch(key.Value)))
        {
            return;
        }

        if (keys.Last is { } last && string.CompareOrdinal(key.Value, last) < 0)
        {
            Report(key.Start, $"wrong ordering of key \"{key.Value}\" in mapping");
        }
        else
        {
            keys.Last = key.Value;
        }
    }
}

/// <summary>The greatest key of a mapping so far.</summary>
internal sealed class GreatestKey
{
    /// <summary>The key, or null.</summary>
    public string? Last { get; set; }
}
