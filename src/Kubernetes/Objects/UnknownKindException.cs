using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>The server has no such kind.</summary>
public sealed class UnknownKindException : SecretsKitException
{
    /// <summary>Makes one; the sentence is that of the reference.</summary>
    public UnknownKindException(ResourceRef reference)
        : base(ErrorCode.General, MessageOf(reference))
    {
        Reference = reference;
        Hint = "install its CustomResourceDefinition first, or use a version that the server has";
    }

    /// <summary>The object that was asked for.</summary>
    public ResourceRef Reference { get; }

    private static string MessageOf(ResourceRef reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return $"no matches for kind \"{reference.Kind}\" in version \"{reference.ApiVersion}\"";
    }
}
