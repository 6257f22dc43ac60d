using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>
/// Which properties and items some keyword has looked at: what <c>unevaluatedProperties</c> and <c>unevaluatedItems</c> leave out.
/// </summary>
internal sealed class EvaluatedParts
{
    private HashSet<ByteString>? _names;
    private HashSet<int>? _indices;
    private bool _allNames;
    private int _itemsBefore;

    public void Add(ByteString name) => (_names ??= []).Add(name);

    public void Add(int index) => (_indices ??= []).Add(index);

    public void AddAllNames() => _allNames = true;

    /// <summary>All items in front of this index.</summary>
    public void AddItemsBefore(int index) => _itemsBefore = Math.Max(_itemsBefore, index);

    public bool Has(ByteString name) => _allNames || _names?.Contains(name) == true;

    public bool Has(int index) => index < _itemsBefore || _indices?.Contains(index) == true;

    public void Add(EvaluatedParts other)
    {
        _allNames |= other._allNames;
        _itemsBefore = Math.Max(_itemsBefore, other._itemsBefore);
        if (other._names is not null)
        {
            (_names ??= []).UnionWith(other._names);
        }

        if (other._indices is not null)
        {
            (_indices ??= []).UnionWith(other._indices);
        }
    }
}
