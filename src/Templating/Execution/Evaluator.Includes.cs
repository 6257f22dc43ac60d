using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

internal sealed partial class Evaluator
{
    // Helm's: a name may be active once more than this.
    private const int MaxIncludesOfOneName = 1000;

    // What entering a template costs beside its nodes, in steps.
    private const int EntrySteps = 16;

    private int _tplDepth;

    /// <summary>The output of a named template, as it is (spec go-template.md 7).</summary>
    public Value Include(ByteString name, Value data)
    {
        if (_entryCount > MaxIncludesOfOneName && CountIncludes(name) > MaxIncludesOfOneName)
        {
            throw new FunctionException($"rendering template has a nested reference name: {name.RevealText()}: unable to execute template")
            {
                Fault = TemplateFault.EndlessInclude,
                Subject = name.RevealText(),
            };
        }

        var target = _set.Find(name);
        if (target is null)
        {
            _at = _call;
            throw Fail(
                TemplateFailure.MissingTemplate,
                "error calling include: " + _set.Missing(name),
                TemplateFault.UnknownTemplate,
                name.RevealText());
        }

        return Value.Of(Enter(target, data, null));
    }

    /// <summary>The output of a text, in which Helm keeps no <c>&lt;no value&gt;</c>.</summary>
    public Value Tpl(byte[] text, Value data)
    {
        if (text.AsSpan().IndexOf("{{"u8) < 0)
        {
            // Most values that may be templates are none.
            return Value.Of(_options.RemovesNoValue ? NoValue.Remove(text) : text);
        }

        if (_tplDepth == _options.Limits.MaxTplDepth)
        {
            throw new FunctionException($"more than {_options.Limits.MaxTplDepth} calls inside each other");
        }

        // Each call parses the text again.
        Spend(text.Length);
        var outer = _set;
        ParsedTemplate body;
        try
        {
            (_set, body) = outer.With(text);
        }
        catch (TemplateException failure) when (failure.Failure == TemplateFailure.Parsing)
        {
            throw new FunctionException($"cannot parse template {Quote(text)}: {failure.Message}")
            {
                Inner = failure.Cause as TemplateCause,
            };
        }

        _tplDepth++;
        var result = Enter(body, data, text);
        _tplDepth--;
        _set = outer;
        return Value.Of(_options.RemovesNoValue ? NoValue.Remove(result) : result);
    }

    private byte[] Enter(ParsedTemplate target, Value data, byte[]? tplText)
    {
        var (template, frame, depth, count, at, start) = (_template, _frame, _depth, _variableCount, _at, _output.Length);
        Spend(EntrySteps);
        PushEntry(new(_call!, template, target, tplText));
        (_template, _frame, _depth) = (target, _variableCount, 0);
        var dot = new Operand(data, false);
        PushVariable(0, dot);
        Walk(dot, target.Root);
        (_template, _frame, _depth, _variableCount, _at) = (template, frame, depth, count, at);
        _entryCount--;
        return _output.TakeFrom(start);
    }

    private int CountIncludes(ByteString name)
    {
        var count = 0;
        for (var i = 0; i < _entryCount; i++)
        {
            count += _entries[i].TplText is null && _entries[i].Target.Name == name ? 1 : 0;
        }

        return count;
    }
}
