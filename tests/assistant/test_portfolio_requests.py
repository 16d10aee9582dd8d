"""What a supervisor asks of the portfolio, in everyday words; and what is asked of a rule, which is no list."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.acting.portfolio_requests import portfolio_arguments
from assistant.understanding.spans import fold

ASKED = {
    "deudores": (
        "¿quiénes me deben más?",
        "quienes me deben más",
        "¿quiénes son los que más deben?",
        "¿quiénes son los que más deben en mi subdelegación?",
        "los 10 que más deben",
        "los patrones que más deben",
        "dame los mayores deudores",
        "mayores deudores",
        "lista de los deudores más grandes",
        "¿qué patrones deben más?",
        "¿cuáles son los patrones de mayor adeudo?",
        "patrones con mayor saldo",
        "top 20 de deudores",
        "los patrones más morosos",
        "¿quién nos debe más dinero?",
        "principales deudores de la 01",
        "¿quiénes son los de mayor adeudo?",
        "dame las empresas que más nos deben",
    ),
    "mayores": (
        "top 20 de adeudos",
        "¿cuáles son los créditos más altos que tengo?",
        "créditos de mayor importe",
        "¿cuáles son mis adeudos más grandes?",
        "los créditos con más saldo",
        "dame los mayores créditos",
    ),
    "sin_pae": (
        "qué créditos notificados siguen sin PAE",
        "¿qué créditos notificados siguen sin PAE?",
        "notificados que no han entrado a PAE",
        "créditos notificados y no pagados que no tienen PAE",
        "¿a cuáles no les hemos iniciado el PAE?",
        "¿cuántos notificados sin pagar no están en ejecución?",
        "créditos vencidos sin embargo ni requerimiento",
        "los que ya notificamos y no han pagado ni tienen PAE",
        "¿qué me falta mandar a PAE?",
        "notificados sin requerimiento de pago",
    ),
    "por_notificar": (
        "qué créditos faltan por notificar",
        "¿qué nos falta notificar?",
        "créditos sin notificar de más de 60 días",
        "¿cuáles siguen sin notificarse?",
        "pendientes de notificar",
        "¿cuántos créditos tengo sin notificar?",
        "lo que no se ha notificado en mi subdelegación",
        "créditos que no se han notificado",
        "¿cuántos emitidos no hemos notificado en 30 días?",
        "atraso de notificación de mi subdelegación",
    ),
    "garantias": (
        "garantías por vencer",
        "¿qué fianzas vencen este mes?",
        "¿qué fianzas se me vencen en los próximos 30 días?",
        "fianzas próximas a vencer",
        "¿cuáles garantías están por vencerse?",
        "¿qué garantías vencen en 90 días?",
        "pólizas que van a vencer",
        "¿se me vence alguna fianza pronto?",
        "¿hay garantías que venzan pronto en mi subdelegación?",
    ),
    "traspasos": (
        "traspasos pendientes",
        "¿qué traspasos no se han atendido?",
        "procuraciones sin atender",
        "¿qué traspasos tengo sin atender?",
        "créditos traspasados que nadie ha atendido",
        "solicitudes de procuración pendientes",
        "¿me han mandado traspasos que no atendí?",
    ),
    "mora": (
        "cartera vencida",
        "¿cuánto nos deben en total?",
        "¿cuánto hay vencido en mi subdelegación?",
        "¿cómo va la cartera vencida por subdelegación?",
        "cartera en mora por subdelegación",
        "¿cuántos créditos vencidos tengo?",
        "resumen de la mora de mi OOAD",
        "¿qué subdelegación debe más?",
        "¿qué subdelegación tiene más créditos vencidos?",
        "total de adeudos vencidos en mi ooad",
    ),
    "incidencia_incorrecta": (
        "créditos con incidencia incorrecta",
        "¿qué créditos tienen mal la incidencia?",
        "¿qué créditos están mal clasificados en su incidencia?",
        "incidencias que no corresponden con la notificación",
        "créditos con incidencia equivocada",
        "¿cuáles tienen la incidencia mal puesta?",
        "créditos en incidencia 02 sin fecha de notificación",
        "incidencias erróneas de mi subdelegación",
    ),
}
OF_A_RULE = (
    "¿en qué plazo se notifica un crédito?",
    "¿qué pasa cuando vence una fianza?",
    "¿qué garantías acepta el Instituto?",
    "¿cómo se garantiza el interés fiscal?",
    "¿cuándo procede el PAE?",
    "¿qué créditos fiscales prescriben?",
    "¿quiénes deben más, los patrones o el gobierno según la ley?",
    "¿qué es la cartera vencida?",
    "¿qué función tiene el departamento respecto a los créditos vencidos?",
    "¿cuándo vence una garantía?",
    "¿qué debo hacer con los créditos pendientes de notificar?",
    "¿cómo se atiende un traspaso de créditos?",
    "¿quién autoriza el traspaso?",
    "¿cuánto debe pagar un patrón moroso de recargos?",
    "¿qué plazo hay para notificar un crédito emitido?",
    "¿qué sucede si la garantía está por vencer?",
    "¿qué dice el manual de las fianzas próximas a vencer?",
    "¿se puede iniciar PAE a créditos no notificados?",
    "¿qué incidencia corresponde a un crédito notificado?",
    "¿cómo se corrige una incidencia incorrecta?",
    "¿puede embargarse un crédito notificado sin requerimiento de pago?",
    "¿qué reporte se hace de los créditos sin notificar?",
    "¿quiénes pueden notificar?",
    "¿a qué patrones se les puede condonar la multa?",
    "¿qué patrones deben dictaminarse?",
    "¿qué patrones deben presentar más documentos?",
    "¿cuáles créditos deben garantizarse?",
    "¿quién debe más recargos, el que paga en parcialidades o el que difiere?",
    "¿quién vigila a los patrones que más deben?",
    "quien checa que no se venzan las fianzas",
    "y si está mal capturada la incidencia, ¿quién lo checa?",
    "se nos venció una póliza del deudor, ¿qué departamento debía darse cuenta?",
    "lista de los que más deben en la subdelegación, quién les da seguimiento en el OOAD",
)


@pytest.mark.parametrize(("which", "text"), [(which, text) for which, texts in ASKED.items() for text in texts])
def test_a_list_is_asked_for_in_everyday_words(which: str, text: str) -> None:
    found = portfolio_arguments(fold(text))
    assert found is not None
    assert found["which"] == which


@pytest.mark.parametrize("text", OF_A_RULE)
def test_a_question_about_a_rule_asks_for_no_list(text: str) -> None:
    assert portfolio_arguments(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("fianzas que vencen en los próximos 30 días", {"which": "garantias", "days": 30}),
        ("¿qué fianzas vencen esta semana?", {"which": "garantias", "days": 7}),
        ("¿qué garantías vencen en dos meses?", {"which": "garantias", "days": 60}),
        ("¿qué garantías vencen en 99 años?", {"which": "garantias", "days": 3650}),
        (
            "mayores deudores de la subdelegación 38 del OOAD 14",
            {"which": "deudores", "subdelegacion": "38", "ooad": "14"},
        ),
    ],
)
def test_the_window_and_the_place_are_read(text: str, arguments: dict[str, Any]) -> None:
    assert portfolio_arguments(fold(text)) == arguments
