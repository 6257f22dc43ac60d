using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Providers.Webhook;

/// <summary>Executes the templates of a webhook. A key that data lack is written as <c>&lt;no value&gt;</c>.</summary>
/// <param name="context">May have another engine.</param>
internal sealed class WebhookTemplates(StoreContext context)
{
    private const string Name = "webhooktemplate";

    // A request is small.
    private static readonly ExecutionLimits Limits = new() { MaxOutputBytes = 16 * 1024 * 1024, MaxSteps = 1_000_000 };

    // Made when the first template is executed.
    private static readonly Lazy<FunctionTable> Functions = new(MakeFunctions);

    /// <summary>Executes one.</summary>
    /// <param name="text">The template.</param>
    /// <param name="data">Maps of texts, by name.</param>
    /// <param name="field">Which field of the manifest it is.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">
    /// It is no template, or it fails. Of the latter only place and kind are said: words of functions quote what they are given.
    /// </exception>
    public byte[] Execute(string text, MapValue data, string field, CancellationToken ct)
    {
        if (text.Length == 0)
        {
            return [];
        }

        try
        {
            return (context.Template ?? Own)(text, Value.Of(data), ct);
        }
        catch (TemplateException failure) when (failure.Failure == TemplateFailure.Parsing)
        {
            throw Failed(field, $"failed to parse {field}: {failure.Message}");
        }
        catch (SecretsKitException failure)
        {
            var cause = failure.Causes.OfType<TemplateCause>().FirstOrDefault();
            throw Failed(field, cause is null ? $"the template of {field} fails"
                : $"the template of {field} fails in line {cause.Line}: {cause.Fault}{(cause.Node.Length > 0 ? " in " + cause.Node : "")}");
        }
    }

    private static ProviderException Failed(string field, string problem) =>
        new(new(ProviderFault.InvalidSettings, WebhookStore.Provider, "template", $"spec.provider.webhook.{field}"), $"{problem}")
        {
            Hint = "look at the template in the store's manifest",
        };

    private static FunctionTable MakeFunctions()
    {
        var table = new FunctionTable().AddBuiltins().AddSprig(new SprigOptions());
        YamlFunctions.AddTo(table, withMustToYaml: false);
        foreach (var name in new[] { "env", "expandenv", "getHostByName" })
        {
            table.Remove(name);
        }

        return table;
    }

    private byte[] Own(string text, Value data, CancellationToken ct)
    {
        var set = new TemplateSet(Name, Functions.Value);
        set.Parse(Name, System.Text.Encoding.UTF8.GetBytes(text));
        return set.Execute(
            Name, data, new() { Clock = context.Host.Clock, Random = context.Host.Random, Limits = Limits }, ct);
    }
}
