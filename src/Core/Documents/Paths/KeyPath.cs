using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Paths;

/// <summary>Where a walk through a document is, printed as people write it: <c>database.users[0].password</c>.</summary>
internal sealed class KeyPath
{
    private readonly List<Step> _steps = [];

    /// <summary>How many steps lead here.</summary>
    public int Depth => _steps.Count;

    public void Push(ByteString key) => _steps.Add(new(key, -1));

    public void Push(int index) => _steps.Add(new(default, index));

    public void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The nearest name: that of the list, for an item of one.</summary>
    /// <param name="skip">Names to go up.</param>
    public ReadOnlySpan<byte> Name(int skip = 0)
    {
        for (var i = _steps.Count - 1; i >= 0; i--)
        {
            if (_steps[i].Index < 0 && skip-- == 0)
            {
                return _steps[i].Key.Span;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var step in _steps)
        {
            if (step.Index >= 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            else
            {
                Append(text, step.Key.RevealText());
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string key)
    {
        if (key.Length > 0 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '/'))
        {
            text.Append(text.Length > 0 ? "." : "").Append(key);
            return;
        }

        text.Append("[\"");
        foreach (var c in key)
        {
            text.Append(char.IsControl(c) ? '?' : c);
        }

        text.Append("\"]");
    }

    private readonly record struct Step(ByteString Key, int Index);
}
