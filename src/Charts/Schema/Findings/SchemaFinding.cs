using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Findings;

/// <summary>
/// One thing that is wrong with a value. Holds the text of the value where Helm's message quotes it, so it
/// prints by <see cref="FindingText"/> alone.
/// </summary>
public sealed class SchemaFinding
{
    private readonly InstancePath _path;

    internal SchemaFinding(FindingKind kind, string keyword, InstancePath path, IReadOnlyList<SchemaFinding>? causes = null) =>
        (Kind, Keyword, _path, Causes) = (kind, keyword, path, causes ?? []);

    /// <summary>What is wrong.</summary>
    public FindingKind Kind { get; }

    /// <summary>The keyword that found it; empty for groups and the schema <c>false</c>.</summary>
    public string Keyword { get; }

    /// <summary>The JSON pointer to the value; empty for the value as a whole.</summary>
    public string Pointer => _path.ToPointer();

    /// <summary>What led to it, in order of discovery.</summary>
    public IReadOnlyList<SchemaFinding> Causes { get; }

    /// <summary>Names of properties, types or schemas.</summary>
    internal IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Values that the schema allows.</summary>
    internal IReadOnlyList<Value> Allowed { get; init; } = [];

    /// <summary>The number or count that was found, and the one that was wanted.</summary>
    internal (ExactNumber Got, ExactNumber Want) Bounds { get; init; }

    /// <summary>Positions of items or of schemas.</summary>
    internal IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>The checked text that the message quotes.</summary>
    internal byte[] Quoted { get; init; } = [];

    /// <summary>The pattern, the format, or the URL.</summary>
    internal string Wanted { get; init; } = "";

    /// <summary>Why a format does not fit.</summary>
    internal string Reason { get; init; } = "";

    /// <summary>What stands for this finding where a schema reports to another: a group's own causes, else itself.</summary>
    internal IReadOnlyList<SchemaFinding> Unwrapped => Kind == FindingKind.Group ? Causes : [this];
}
