using SecretsKit.Core.Documents.Paths;

namespace SecretsKit.Core.Detection;

/// <summary>One scalar on a walk through a values file, lent for the call.</summary>
internal readonly ref struct VisitedValue
{
    /// <summary>Where it is. Valid during the call.</summary>
    public required KeyPath Path { get; init; }

    /// <summary>Its name; that of the list, for an item.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The name of what it is in.</summary>
    public ReadOnlySpan<byte> Parent { get; init; }

    /// <summary>The value, unescaped.</summary>
    public required ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>Line from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column from 1.</summary>
    public required int Column { get; init; }

    /// <summary>Whether it is part of a Kubernetes Secret, and how it is written there.</summary>
    public ManifestPart Manifest { get; init; }
}

/// <summary>The part of a Kubernetes Secret that a value belongs to.</summary>
internal enum ManifestPart
{
    /// <summary>None.</summary>
    None,

    /// <summary><c>data</c>: base64.</summary>
    Data,

    /// <summary><c>stringData</c>: text.</summary>
    StringData,
}

/// <summary>Gets all scalars of a values file, in order.</summary>
internal interface IValueVisitor
{
    /// <summary>One scalar.</summary>
    void Visit(VisitedValue value);
}
