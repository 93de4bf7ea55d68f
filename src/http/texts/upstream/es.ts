import type { UpstreamTexts } from "./upstream_texts.ts";

/** What is said in Spanish about signing in with somebody else's server. */
export const upstream: UpstreamTexts = {
  or: "o",
  continueWith: (name) => `Continuar con ${name}`,
  lastUsed: "Es lo que usaste la última vez.",
  organisation: {
    submit: "Iniciar sesión con mi organización",
    unknown:
      "Ninguna organización con direcciones como esta inicia sesión aquí. Escribe tu dirección de trabajo o inicia sesión de otra manera.",
  },
  signOutThere: (name) => `Cerrar también la sesión en ${name}`,
  confirm: {
    title: (name) => `¿Continuar con ${name}?`,
    message: (name) => `Irás a ${name} para iniciar sesión. Si no era tu intención, cierra esta página.`,
  },
  denied: {
    title: (name) => `No iniciaste sesión con ${name}`,
    message: "No ha pasado nada. Puedes intentarlo otra vez o iniciar sesión de otra manera.",
  },
  unreachable: {
    title: (name) => `No podemos contactar con ${name}`,
    message: (name) =>
      `${name} no responde en este momento. Inténtalo de nuevo en un minuto o inicia sesión de otra manera.`,
  },
  unusable: {
    title: (name) => `No pudimos iniciar tu sesión con ${name}`,
    message: (name) =>
      `No podemos fiarnos de la respuesta de ${name}. Inténtalo otra vez o inicia sesión de otra manera.`,
  },
  outdated: {
    title: (name) => `No podemos iniciar tu sesión con ${name}`,
    message: (name) =>
      `${name} usa un método antiguo para iniciar sesión del que otra persona podría abusar en tu nombre. Inicia sesión de otra manera.`,
  },
  proof: {
    ask: {
      title: "Ya existe una cuenta con tu correo electrónico",
      message: (name) =>
        `Inicia sesión en ella como hasta ahora. Después podrás conectar ${name} con esa cuenta.`,
    },
    confirm: {
      title: (name) => `¿Conectar ${name} con esta cuenta?`,
      message: (name) => `A partir de entonces podrás entrar en esta cuenta con ${name}.`,
    },
    otherAccount: "Esa no es la cuenta que tiene tu correo electrónico.",
  },
  noAccount: {
    title: "Todavía no tienes una cuenta aquí",
    message: (name) =>
      `Tu cuenta de ${name} no se conoce aquí. Pide una cuenta a quienes gestionan este servicio.`,
  },
  disabled: {
    title: "Esta cuenta no se puede usar",
    message: (name) =>
      `La cuenta que te corresponde en ${name} está cerrada aquí. Pregunta a quienes gestionan este servicio.`,
  },
  links: {
    title: "Otras formas de iniciar sesión",
    connect: (name) => `Conectar ${name}`,
    disconnect: "Desconectar",
    evidence: {
      created: "Tu cuenta se creó con ella.",
      invited: "Con ella aceptaste tu invitación.",
      verified_email: "Tiene el mismo correo confirmado.",
      signed_in: "La conectaste tú.",
      proof: "Iniciaste sesión en esta cuenta y aceptaste, cuando llegaste por primera vez con ella.",
    },
    undo: "No fui yo: deshacer y cerrar sesión en los demás sitios",
    removed: "Desconectada; se puede recuperar hasta",
    restore: "Recuperar",
    stillSigns: "Con esto también se entra en tu cuenta. Si algo no es tuyo, inicia sesión y desconéctalo.",
    lastWay: "Es tu única forma de iniciar sesión, así que se queda. Antes conecta otra cuenta.",
  },
  connect: {
    title: (name) => `¿Conectar ${name}?`,
    message: (name) =>
      `Irás a ${name} para iniciar sesión. Después podrás iniciar sesión aquí con esa cuenta.`,
  },
  linkedElsewhere: {
    title: (name) => `Esa cuenta de ${name} ya está conectada`,
    message: (name) => `Alguien inicia sesión aquí con ella. Desconecta antes ${name} allí, o usa otra.`,
  },
  notRecent: {
    title: "Inicia sesión otra vez",
    message: "Antes de cambiar cómo inicias sesión, queremos estar seguros de que eres tú.",
  },
  newerWay: {
    title: "Inicia sesión como lo hacías antes",
    message:
      "Has entrado de una forma que se conectó hace menos de siete días. Con ella no se puede quitar otra más antigua: cierra la sesión y entra con esa o con tu contraseña.",
  },
  weakWay: {
    title: "Inicia sesión con tu opción más segura",
    message:
      "Esta cuenta tiene una forma de iniciar sesión más segura que la que has usado. Para cambiar sus formas de iniciar sesión, cierra la sesión e iníciala con esa.",
  },
};
