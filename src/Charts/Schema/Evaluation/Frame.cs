using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>One schema at work on one value: what keywords read and report to.</summary>
internal sealed class Frame
{
    private readonly Frame? _caller;
    private readonly string _step;
    private List<SchemaFinding>? _findings;

    private Frame(CheckSession session, SchemaNode node, Frame? caller, string step, Value value, InstancePath path)
    {
        (Session, Node, _caller, _step, Path) = (session, node, caller, step, path);
        Value = JsonKind.Plain(value);
        Kind = JsonKind.Of(Value);
        Evaluated = session.TracksEvaluation ? new() : null;
    }

    public CheckSession Session { get; }

    public SchemaNode Node { get; }

    public Value Value { get; }

    public JsonKinds Kind { get; }

    public InstancePath Path { get; }

    /// <summary>What keywords of this schema have looked at; null where nobody asks.</summary>
    public EvaluatedParts? Evaluated { get; }

    /// <summary>The object, or null.</summary>
    public MapValue? Object => Kind == JsonKinds.Object ? Value.AsMap : null;

    /// <summary>The array, or null.</summary>
    public ListValue? Array => Kind == JsonKinds.Array ? Value.AsList : null;

    /// <summary>Checks a whole value.</summary>
    /// <returns>What is wrong, or null.</returns>
    /// <exception cref="SchemaCostException">A limit was reached.</exception>
    public static SchemaFinding? Check(SchemaNode node, Value value, CheckSession session) => Run(session, node, null, "", value, InstancePath.Root(), out _);

    public void Report(SchemaFinding? finding)
    {
        if (finding is not null)
        {
            (_findings ??= []).Add(finding);
        }
    }

    /// <summary>Checks the same value with another schema; what that has evaluated counts here if it found nothing.</summary>
    public SchemaFinding? CheckHere(SchemaNode node, string step)
    {
        var finding = Run(Session, node, this, step, Value, Path, out var evaluated);
        if (finding is null && evaluated is not null)
        {
            Evaluated?.Add(evaluated);
        }

        return finding;
    }

    /// <summary>Checks a part of the value.</summary>
    public SchemaFinding? CheckPart(SchemaNode node, Value part, InstancePath path, string step) => Run(Session, node, this, step, part, path, out _);

    /// <summary>Follows a reference.</summary>
    public void Follow(SchemaNode target, string keyword)
    {
        if (CycleWith(target) is { } earlier)
        {
            Report(new(FindingKind.ReferenceCycle, keyword, Path) { Names = [earlier.Route(), $"{Route()}/{keyword}"], Wanted = target.Location });
            return;
        }

        if (CheckHere(target, keyword) is { } finding)
        {
            Report(new(FindingKind.Reference, keyword, Path, finding.Unwrapped));
        }
    }

    /// <summary>The outermost resource on the way here that has something.</summary>
    public SchemaNode? Outermost(Func<SchemaResource, SchemaNode?> find)
    {
        Session.Spend(1 + (Session.Depth / 16));
        SchemaNode? found = null;
        for (var frame = this; frame is not null; frame = frame._caller)
        {
            found = find(frame.Node.Resource) ?? found;
        }

        return found;
    }

    private static SchemaFinding? Run(CheckSession session, SchemaNode node, Frame? caller, string step, Value value, InstancePath path, out EvaluatedParts? evaluated)
    {
        evaluated = null;
        if (node.IsFalse)
        {
            session.Spend(1);
            return new(FindingKind.FalseSchema, "", path);
        }

        session.Enter();
        var frame = new Frame(session, node, caller, step, value, path);
        foreach (var keyword in node.Keywords)
        {
            keyword.Check(frame);
        }

        session.Leave();
        evaluated = frame.Evaluated;
        return frame._findings switch
        {
            null => null,
            [var only] => only,
            var several => new(FindingKind.Group, "", path, several),
        };
    }

    private Frame? CycleWith(SchemaNode target)
    {
        for (var frame = this; frame is not null && ReferenceEquals(frame.Path, Path); frame = frame._caller)
        {
            Session.Spend(1);
            if (ReferenceEquals(frame.Node, target))
            {
                return frame;
            }
        }

        return null;
    }

    private string Route()
    {
        var steps = new Stack<string>();
        for (var frame = this; frame is not null; frame = frame._caller)
        {
            steps.Push(frame._step);
        }

        return string.Join('/', steps);
    }
}
