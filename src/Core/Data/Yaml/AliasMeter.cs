using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Core.Data.Yaml;

/// <summary>
/// Stops a few lines of aliases to aliases that stand for billions of nodes: in a large document only a part may come from aliases, as in
/// the reference, and the number of nodes has a limit of its own.
/// </summary>
internal sealed class AliasMeter(DocumentLimits limits)
{
    // Up to the first number nearly all may come from aliases, from the second on a tenth, in between proportionally.
    private const double Small = 400_000;
    private const double Large = 4_000_000;
    private const double MostWhenSmall = 0.99;
    private const double MostWhenLarge = 0.10;

    private long _nodes;
    private long _aliased;
    private int _level;

    public void EnterAlias() => _level++;

    public void LeaveAlias() => _level--;

    public void Count(YamlNode at)
    {
        _nodes++;
        if (_level > 0)
        {
            _aliased++;
        }

        if (_nodes > limits.MaxNodes)
        {
            throw ReadingErrors.At(DocumentFault.Limit, at, $"the number of nodes exceeds the limit of {limits.MaxNodes}");
        }

        if (_aliased > 100 && _nodes > 1000 && (double)_aliased / _nodes > MostAllowed())
        {
            throw ReadingErrors.At(DocumentFault.ExcessiveAliasing, at, "document contains excessive aliasing");
        }
    }

    private double MostAllowed() => _nodes switch
    {
        <= (long)Small => MostWhenSmall,
        >= (long)Large => MostWhenLarge,
        _ => MostWhenSmall - ((MostWhenSmall - MostWhenLarge) * ((_nodes - Small) / (Large - Small))),
    };
}
