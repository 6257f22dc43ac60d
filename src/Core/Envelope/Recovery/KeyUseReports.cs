using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>
/// Passes on attempts in the order of the groups, also where groups are opened side by side: those of a group wait until the groups before
/// it are closed. Safe on all threads.
/// </summary>
/// <param name="report">Receives them, one at a time; null for nobody.</param>
/// <param name="groups">How many groups there are.</param>
internal sealed class KeyUseReports(Action<KeyUse>? report, int groups)
{
    private readonly Lock _lock = new();
    private readonly List<KeyUse>?[] _held = new List<KeyUse>?[groups];
    private readonly bool[] _closed = new bool[groups];
    private int _front;

    /// <summary>An attempt of a group, the next one in the order of its keys.</summary>
    public void Add(int group, KeyUse use)
    {
        lock (_lock)
        {
            if (group == _front)
            {
                report?.Invoke(use);
            }
            else
            {
                (_held[group] ??= []).Add(use);
            }
        }
    }

    /// <summary>Says that a group has no more of them.</summary>
    public void Close(int group)
    {
        lock (_lock)
        {
            _closed[group] = true;
            while (_front < groups && _closed[_front])
            {
                _front++;
                foreach (var use in _front < groups ? _held[_front] ?? [] : [])
                {
                    report?.Invoke(use);
                }
            }
        }
    }
}
