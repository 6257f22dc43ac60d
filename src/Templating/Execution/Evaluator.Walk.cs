using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Parsing;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    private Flow Walk(Operand dot, ListNode list)
    {
        if (StackGuard.IsNeeded)
        {
            return WalkOnFreshStack(dot, list);
        }

        foreach (var node in list.Items)
        {
            CountStep();
            var flow = Flow.Next;
            switch (node.Kind)
            {
                case NodeKind.Text:
                    _output.Write(((TextNode)node).Text);
                    break;
                case NodeKind.Action:
                    WalkAction(dot, (ActionNode)node);
                    break;
                case NodeKind.If:
                    flow = WalkIf(dot, (BranchNode)node);
                    break;
                case NodeKind.With:
                    flow = WalkWith(dot, (BranchNode)node);
                    break;
                case NodeKind.Range:
                    flow = WalkRange(dot, (BranchNode)node);
                    break;
                case NodeKind.Template:
                    WalkTemplate(dot, (TemplateNode)node);
                    break;
                case NodeKind.Break:
                    return Flow.Break;
                default:
                    return Flow.Continue;
            }

            if (_output.Length > _maxOutput)
            {
                throw OutputIsTooLarge();
            }

            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    // Kept apart: what it captures would cost each call of Walk an allocation.
    private Flow WalkOnFreshStack(Operand dot, ListNode list) => StackGuard.Run(() => Walk(dot, list));

    private void WalkAction(in Operand dot, ActionNode action)
    {
        var pipeline = action.Pipeline;
        var value = EvaluatePipeline(dot, pipeline);
        if (pipeline.Variables.Length == 0)
        {
            Print(action, value.Value);
        }
    }

    private void Print(ActionNode action, Value value)
    {
        if (value.IsString)
        {
            _output.Write(value.StringBytes);
        }
        else if (value.IsNil)
        {
            _output.Write(NoValue.Text);
        }
        else
        {
            PrintOther(action, value);
        }
    }

    private void PrintOther(ActionNode action, Value value)
    {
        try
        {
            if (value.AsObject is not { TextNeedsAddress: true } addressed || !addressed.TryWriteText(_output))
            {
                GoText.WriteIndirect(value, _output);
            }
        }
        catch (ValueException failure)
        {
            _at = action;
            throw Fail(failure.Message);
        }
    }

    private Flow WalkIf(in Operand dot, BranchNode branch)
    {
        var mark = _variableCount;
        var condition = EvaluatePipeline(dot, branch.Pipeline);
        var taken = Truth.Of(condition.Value) ? branch.Body : branch.Otherwise;
        var flow = taken is null ? Flow.Next : Walk(dot, taken);
        _variableCount = mark;
        return flow;
    }

    private Flow WalkWith(in Operand dot, BranchNode branch)
    {
        var mark = _variableCount;
        var value = EvaluatePipeline(dot, branch.Pipeline);
        var flow = Truth.Of(value.Value) ? Walk(value, branch.Body) : branch.Otherwise is { } otherwise ? Walk(dot, otherwise) : Flow.Next;
        _variableCount = mark;
        return flow;
    }

    private void WalkTemplate(in Operand dot, TemplateNode node)
    {
        _at = node;
        var target = _set.Find(node.Name) ?? throw Fail(
            $"template {Quote(node.Name.Span)} not defined", TemplateFault.UnknownTemplate, node.Name.RevealText());
        if (_depth == _options.Limits.MaxTemplateDepth)
        {
            throw Fail(
                $"exceeded maximum template depth ({_options.Limits.MaxTemplateDepth})",
                TemplateFault.EndlessInclude,
                node.Name.RevealText());
        }

        _steps -= EntrySteps;
        var argument = node.Argument is { } pipeline ? EvaluatePipeline(dot, pipeline) : default;
        var (template, frame, at, count) = (_template, _frame, _at, _variableCount);
        _depth++;
        (_template, _frame) = (target, _variableCount);
        PushVariable(0, argument);
        Walk(argument, target.Root);
        _depth--;
        (_template, _frame, _at, _variableCount) = (template, frame, at, count);
    }
}
