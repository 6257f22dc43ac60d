using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Definitions;

/// <summary>A CustomResourceDefinition is not updated, since objects would be lost or out of reach.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Definition">The name of the definition, such as <c>widgets.example.com</c>.</param>
/// <param name="Version">The version that goes away.</param>
/// <param name="Objects">For a version that is not served any more: how many objects were written in it.</param>
public sealed record DefinitionCause(DefinitionFault Fault, string Definition, string Version, int Objects = 0) : FailureCause
{
    /// <summary>What is wrong, as a clause.</summary>
    public string Text => Fault == DefinitionFault.StoredVersionLost
        ? $"crd {Definition}: version {Version} goes away, and status.storedVersions names it: objects may be stored in it"
        : $"crd {Definition}: version {Version} would not be served any more, and {Count} written in it";

    /// <summary>What to do.</summary>
    public string Advice => Fault == DefinitionFault.StoredVersionLost
        ? $"keep {Version} in the chart with served: false, make another version the stored one, write each object once more "
            + $"(kubectl get {Definition} -A -o json | kubectl replace -f -), take {Version} out of status.storedVersions "
            + "(kubectl patch crd "
            + $"{Definition} --subresource=status), and drop it then"
        : $"keep {Version} served in the chart until its writers use another version, and write each object in that "
            + $"(kubectl get {Definition} -A -o json | kubectl replace -f -)";

    /// <summary>The failure to throw.</summary>
    public SecretsKitException ToException() => new(ErrorCode.General, Text) { Cause = this, Hint = Advice };

    private string Count => Objects == 1 ? "1 object was" : string.Create(CultureInfo.InvariantCulture, $"{Objects} objects were");

}
