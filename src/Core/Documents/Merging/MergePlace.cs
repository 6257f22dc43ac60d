using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Merging;

/// <summary>Where a merge is in its trees.</summary>
/// <param name="hasDocuments">Whether the first step is the number of a document.</param>
internal sealed class MergePlace(bool hasDocuments)
{
    private readonly List<(ByteString Key, int Index)> _steps = [];

    public void Enter(ByteString key) => _steps.Add((key, -1));

    public void Enter(int index) => _steps.Add((default, index));

    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>The place as commands take it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < _steps.Count; i++)
        {
            var (key, index) = _steps[i];
            _ = index < 0 ? text.Append("[\"").Append(key.RevealText()).Append("\"]")
                : i == 0 && hasDocuments ? text.Append(CultureInfo.InvariantCulture, $"document {index + 1}: ")
                : text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }

        return text.ToString();
    }
}
