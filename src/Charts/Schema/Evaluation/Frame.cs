using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>One schema at work on one value: what keywords read and report to.</summary>
internal sealed class Frame
{
    private readonly Frame? _caller;
    private readonly string? _reference;

    // What was called for. A metaschema of another draft may be at work in its stead.
    private readonly SchemaNode _scope;
    private readonly SchemaNode? _metaschema;
    private List<SchemaFinding>? _findings;

    private Frame(CheckSession session, SchemaNode node, Frame? caller, string? reference, Value value, InstancePath path)
    {
        (Session, _scope, _caller, _reference, Path) = (session, node, caller, reference, path);
        Value = JsonKind.Plain(value);
        Kind = JsonKind.Of(Value);
        Evaluated = session.TracksEvaluation ? new() : null;
        _metaschema = caller is null ? node : caller._metaschema;
        if (session.MetaschemaAt is { } find && caller is not null && ReferenceEquals(node, _metaschema))
        {
            _metaschema = node = find(path.ToPointer()) ?? node;
        }

        Node = node;
    }

    public CheckSession Session { get; }

    public SchemaNode Node { get; }

    public Value Value { get; }

    public JsonKinds Kind { get; }

    public InstancePath Path { get; }

    /// <summary>What keywords of this schema have looked at; null where nothing depends on it.</summary>
    public EvaluatedParts? Evaluated { get; }

    /// <summary>The object, or null.</summary>
    public MapValue? Object => Kind == JsonKinds.Object ? Value.AsMap : null;

    /// <summary>The array, or null.</summary>
    public ListValue? Array => Kind == JsonKinds.Array ? Value.AsList : null;

    /// <summary>Checks a whole value.</summary>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="SchemaCostException">A limit was reached.</exception>
    public static SchemaFinding? Check(SchemaNode node, Value value, CheckSession session) =>
        Run(session, node, null, null, value, InstancePath.Root(), out _);

    public void Report(SchemaFinding? finding)
    {
        if (finding is not null)
        {
            (_findings ??= []).Add(finding);
        }
    }

    /// <summary>Checks the same value with another schema; what that has evaluated counts here if it found nothing.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="reference">The keyword that refers to it; null if it is inside this one.</param>
    public SchemaFinding? CheckHere(SchemaNode node, string? reference = null)
    {
        var finding = Run(Session, node, this, reference, Value, Path, out var evaluated);
        if (finding is null && evaluated is not null)
        {
            Evaluated?.Add(evaluated);
        }

        return finding;
    }

    /// <summary>Checks a part of the value.</summary>
    public SchemaFinding? CheckPart(SchemaNode node, Value part, InstancePath path) => Run(Session, node, this, null, part, path, out _);

    /// <summary>Checks a value that is no part of this one: nothing of the way here counts.</summary>
    public SchemaFinding? CheckAlone(SchemaNode node, Value value) => Run(Session, node, null, null, value, InstancePath.Root(), out _);

    /// <summary>Follows a reference.</summary>
    public void Follow(SchemaNode target, string keyword)
    {
        if (CheckHere(target, keyword) is { } finding)
        {
            Report(new(FindingKind.Reference, keyword, Path, finding.Unwrapped));
        }
    }

    /// <summary>What the outermost schema on the way here that has something gives.</summary>
    public SchemaNode? Outermost(Func<SchemaNode, SchemaNode?> find)
    {
        Session.Spend(1 + (Session.Depth / 16));
        SchemaNode? found = null;
        for (var frame = this; frame is not null; frame = frame._caller)
        {
            found = find(frame._scope) ?? found;
        }

        return found;
    }

    private static SchemaFinding? Run(
        CheckSession session,
        SchemaNode node,
        Frame? caller,
        string? reference,
        Value value,
        InstancePath path,
        out EvaluatedParts? evaluated)
    {
        evaluated = null;
        if (node.IsFalse)
        {
            session.Spend(1);
            return new(FindingKind.FalseSchema, "", path);
        }

        if (node.IsTrue)
        {
            session.Spend(1);
            return null;
        }

        session.Enter();
        var frame = new Frame(session, node, caller, reference, value, path);
        var finding = frame.Cycle() ?? frame.Run();
        session.Leave();
        evaluated = frame.Evaluated;
        return finding;
    }

    private SchemaFinding? Run()
    {
        foreach (var gate in Node.Gates)
        {
            gate.Check(this);
            if (_findings is [var first])
            {
                return first;
            }
        }

        foreach (var keyword in Node.Keywords)
        {
            keyword.Check(this);
        }

        return _findings switch
        {
            null => null,
            [var only] => only,
            var several => new(FindingKind.Group, "", Path, several),
        };
    }

    // The same schema for the same value again would never end.
    private SchemaFinding? Cycle()
    {
        for (var frame = _caller; frame is not null && ReferenceEquals(frame.Path, Path); frame = frame._caller)
        {
            Session.Spend(1);
            if (ReferenceEquals(frame._scope, _scope))
            {
                Session.Spend(2L * Session.Depth);
                return new(FindingKind.ReferenceCycle, "", Path) { Names = [Route(), frame.Route()], Wanted = Node.Location };
            }
        }

        return null;
    }

    // The keywords and names on the way here.
    private string Route()
    {
        var steps = new Stack<string>();
        for (var frame = this; frame._caller is { } caller; frame = caller)
        {
            steps.Push(frame._reference is { } keyword ? "/" + keyword : frame._scope.Location[caller._scope.Location.Length..]);
        }

        return string.Concat(steps);
    }
}
