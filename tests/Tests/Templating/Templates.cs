using System.Buffers;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Tests.Templating;

/// <summary>Parses and executes small templates with the functions of charts.</summary>
internal static class Templates
{
    public const string File = "t";

    public static FunctionTable Functions { get; } = new FunctionTable().AddBuiltins().AddSprig(new()).AddHelmExecution();

    public static ExecutionOptions Options { get; } = new()
    {
        Clock = TimeProvider.System,
        Random = RandomSource.System,
        MissingKey = MissingKey.Zero,
    };

    public static TemplateSet Set(params (string Name, string Text)[] texts)
    {
        var set = new TemplateSet("gotpl", Functions);
        foreach (var (name, text) in texts)
        {
            set.Parse(name, Encoding.UTF8.GetBytes(text));
        }

        return set;
    }

    public static string Render(string template, Value data = default, ExecutionOptions? options = null) =>
        Execute(Set((File, template)), data, options);

    public static string Execute(TemplateSet set, Value data = default, ExecutionOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        set.Execute(File, data, output, options ?? Options, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static TemplateException Failure(string template, Value data = default, ExecutionOptions? options = null) =>
        Assert.Throws<TemplateException>(() => { Render(template, data, options); });

    public static Value Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new ByteString(key), value);
        }

        return Value.Of(map);
    }
}
