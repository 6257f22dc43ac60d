using System.Globalization;

namespace SecretsKit.Charts.Comparison;

/// <summary>
/// What makes a document of one rendering the same resource as one of another (spec helmfile.md 23.2): not the version of its API.
/// </summary>
/// <param name="Namespace">As the document says, else that of the release.</param>
/// <param name="Name"><c>metadata.name</c>, or <c>generateName</c> and a star; for other texts where they come from.</param>
/// <param name="Kind">The kind; empty for a text that is not a resource.</param>
/// <param name="Group">The group of the API; of the core group its version.</param>
/// <param name="Ordinal">1 for the first document of these names, 2 for the next.</param>
public readonly record struct ResourceIdentity(string Namespace, string Name, string Kind, string Group, int Ordinal)
{
    /// <summary>As reports name it: <c>default, web, Deployment (apps)</c>.</summary>
    public override string ToString()
    {
        var repeated = Ordinal > 1 ? string.Create(CultureInfo.InvariantCulture, $", no. {Ordinal} of that name") : "";
        return Kind.Length == 0 ? Name + repeated : $"{Namespace}, {Name}, {Kind} ({Group}){repeated}";
    }
}
