import type { Texts } from "./catalogue.ts";
import { upstream } from "./upstream/ja.ts";

/** The texts in Japanese. */
export const ja: Texts = {
  direction: "ltr",
  cancel: "キャンセル",
  client: {
    website: "ウェブサイト",
    privacyPolicy: "プライバシーポリシー",
    termsOfService: "利用規約",
    opensNewTab: "新しいタブで開きます",
    unverified: "このアプリの提供者は確認されていません。名前とロゴはアプリ自身が名乗っているものです。",
  },
  signIn: {
    title: "サインイン",
    continueTo: "サインイン後の移動先",
    username: "ユーザー名またはメールアドレス",
    password: "パスワード",
    submit: "サインイン",
    signedInAccounts: "サインイン済みのアカウントを選ぶ",
    failed: "ユーザー名とパスワードが一致しません。両方を確認して、もう一度お試しください。",
    tooManyAttempts: (minutes) =>
      `試行回数が多すぎます。${minutes}分ほど待ってから、もう一度お試しください。`,
    busy: "ただいまサインインが混み合っています。少し待ってから、もう一度お試しください。",
    stronger: "このアプリには、パスワードより強力なサインインが必要です。次のいずれかで続けてください。",
    tooWeak:
      "サインインしましたが、このアプリには、2段階の確認などのより強力なサインインが必要です。もう一度お試しいただくか、アプリにお戻りください。",
  },
  upstream,
  chooseAccount: {
    title: "アカウントの選択",
    continueTo: "選択後の移動先",
    other: "別のアカウントを使う",
    barred: "このアプリは利用できません",
    refused:
      "このアカウントではこのアプリを利用できません。別のアカウントを選ぶか、アプリの運営者にお問い合わせください。",
  },
  consent: {
    title: "アクセスを許可しますか？",
    asker: "次のアプリがあなたのアカウントの利用を求めています。",
    account: "サインイン中のアカウント",
    switchAccount: "別のアカウントを使う",
    asksFor: "求められている許可",
    alreadyAllowed: "すでに許可済み",
    customScope: "アプリ独自の権限を使う：",
    customClaim: "あなたについて次の項目を知る：",
    afterwards: (host) => `このあと ${host} に移動します。`,
    onDevice:
      "結果はこの端末上のプログラムに渡されます。そのプログラムをたった今ご自身で起動した場合にだけ許可してください。",
    elsewhere: (host) =>
      `結果は、このアプリが名乗っている提供元ではなく ${host} に渡されます。この移動先に心当たりがある場合にだけ許可してください。`,
    changed: "このアプリが求める内容が変わりました。もう一度確認してから決めてください。",
    allow: "許可する",
    deny: "許可しない",
  },
  signOut: {
    title: "サインアウトしますか？",
    asker: "このアプリがサインアウトを求めています：",
    accounts: "このブラウザーでサインイン中：",
    submit: "サインアウト",
    stay: "サインインしたままにする",
  },
  scopes: {
    openid: "次に来たときに、あなただと分かるようにする",
    profile: "名前、写真、誕生日などのプロフィールを見る",
    email: "メールアドレスを見る",
    phone: "電話番号を見る",
    address: "住所を見る",
    offline_access: "あなたが使っていない間もこの許可を保つ",
    upstream_tokens: "ログインに使っている他のサービスのアカウントを、そのサービスが許す範囲で利用する",
  },
  claims: {
    name: "氏名を見る",
    given_name: "名を見る",
    family_name: "姓を見る",
    middle_name: "ミドルネームを見る",
    nickname: "ニックネームを見る",
    preferred_username: "ユーザー名を見る",
    profile: "プロフィールページのアドレスを見る",
    picture: "写真を見る",
    website: "ウェブサイトのアドレスを見る",
    gender: "性別を見る",
    birthdate: "誕生日を見る",
    zoneinfo: "タイムゾーンを見る",
    locale: "使用言語を見る",
    updated_at: "プロフィールが最後に変更された日時を見る",
    email: "メールアドレスを見る",
    email_verified: "メールアドレスが確認済みかどうかを見る",
    phone_number: "電話番号を見る",
    phone_number_verified: "電話番号が確認済みかどうかを見る",
    address: "住所を見る",
  },
  setPassword: {
    title: "パスワードの設定",
    account: "対象のアカウント",
    password: "新しいパスワード",
    hint: (minimumLength) =>
      `${minimumLength}文字以上にしてください。関連のない言葉をいくつか並べるのがおすすめです。`,
    submit: "パスワードを保存",
    tooShort: (minimumLength) => `パスワードが短すぎます。${minimumLength}文字以上にしてください。`,
    tooLong: "パスワードが長すぎます。もっと短いものにしてください。",
  },
  account: {
    title: "アカウント",
    signedInAs: "サインイン中のアカウント",
    switchAccount: "アカウントを切り替える",
    addAccount: "別のアカウントでサインインする",
    apps: "連携しているアプリ",
    noApps: "連携しているアプリはまだありません。",
    may: "このアプリに許可していること",
    connected: "連携開始:",
    openApp: "アプリを開く",
    barred: "このアカウントではこのアプリを利用できなくなりました。",
    disconnect: "連携を解除",
    moreApps: "ほかのアプリを表示",
    sessions: "サインインしている場所",
    here: "このブラウザー",
    elsewhere: "別のブラウザー",
    since: "サインイン:",
    lastSeen: "最後の利用:",
    endSession: "そのブラウザーでサインアウト",
    endOthers: "ほかのすべての場所でサインアウト",
    moreSessions: (count) => `ほか${count}件`,
    changePassword: "パスワードを変更",
    oldPassword: "現在のパスワード",
    wrongPassword: "現在のパスワードと一致しません。確認して、もう一度お試しください。",
    othersEnd: "保存すると、ほかのすべての場所でサインアウトします。",
    signOut: "サインアウト",
    signOutAll: "ここにあるすべてのアカウントからサインアウト",
    done: {
      sessionEnded: "そのブラウザーではサインアウトしました。",
      othersEnded: "ほかのすべての場所でサインアウトしました。",
      disconnected: "アプリとの連携を解除しました。このアプリはもうアカウントを利用できません。",
      passwordChanged: "パスワードを変更し、ほかのすべての場所でサインアウトしました。",
      connected: "これからはそれでサインインできます。",
      upstreamDisconnected: "それではもうサインインできません。",
      upstreamUndone:
        "取り消しました。ほかの場所ではすべてサインアウトし、それ以降にアプリが得た継続的なアクセスも取り消しました。",
      upstreamRestored: "再び接続しました。",
    },
  },
  createAdmin: {
    title: "管理者を作成",
    lead: "このフォームに入力した人が、このサーバーを管理できるようになります。リンクは一度だけ使えます。",
    username: "ユーザー名",
    email: "メールアドレス",
    password: "パスワード",
    submit: "管理者を作成する",
    badUsername: "ユーザー名は100文字以内で、空白と@は使えません。",
    badEmail: "メールアドレスの形式ではありません。確認してください。",
    usernameTaken: "このユーザー名はすでに使われています。別のものを選んでください。",
    emailTaken: "このメールアドレスはすでに使われています。別のものを使ってください。",
  },
  handOver: {
    title: "移動しています",
    message: "画面が変わらないときは、「続ける」を押してください。",
    submit: "続ける",
  },
  wayBack: {
    title: "このアプリには応答できません",
    message:
      "アプリからのリクエストが正しくなく、提供者も確認されていません。次の移動先に心当たりがある場合にだけ進んでください。",
    submit: "この移動先に進む",
  },
  notices: {
    passwordSet: {
      title: "パスワードを保存しました",
      message: "このページを閉じて、新しいパスワードでサインインできます。",
    },
    signedOut: {
      title: "サインアウトしました",
      message: "このページは閉じてかまいません。共用の端末では、ブラウザーも閉じてください。",
    },
  },
  home: {
    title: "サインインサーバー",
    message: "このサーバーを信頼するアプリを使うために、ここでサインインします。" +
      "アプリの開発に必要な情報は、すべて下記のアドレスにあります。",
    issuer: "発行者 (issuer)",
    discovery: "OpenID の設定情報",
    account: "アカウント",
  },
  problem: {
    reference: "お問い合わせ番号",
    referenceHint: "何度も起きるときは、この番号をサービスの運営者にお伝えください。",
    back: "戻る",
  },
  refusals: {
    invalidRequest: {
      title: "このリクエストは処理できません",
      message: "受け取ったリクエストは使えないものでした。アプリに戻って、最初からやり直してください。",
    },
    unknownClient: {
      title: "登録されていないアプリです",
      message: "このページを開いたアプリは、ここに登録されていません。アプリの運営者にお知らせください。",
    },
    unregisteredRedirect: {
      title: "安全にアプリへ戻れません",
      message: "アプリが指定した移動先は、登録されていないアドレスでした。そのため、ここで止めました。" +
        "アプリの運営者にお知らせください。",
    },
    expired: {
      title: "時間切れです",
      message:
        "安全のため、サインインの手続きには時間の制限があります。アプリに戻って、最初からやり直してください。",
    },
    startedElsewhere: {
      title: "別の場所で始まったサインインです",
      message: "サインインを始めたブラウザーでしか続けられません。" +
        "誰かから送られてきたリンクの場合は、使わないでください。",
    },
    finished: {
      title: "このサインインは完了しています",
      message: "ここでの手続きはもうありません。もう一度サインインするには、アプリに戻ってください。",
    },
    foreignForm: {
      title: "このフォームを受け付けられませんでした",
      message:
        "このサーバーのページから送られたことを確認できませんでした。前のページに戻って再読み込みし、もう一度お試しください。",
    },
    linkSpent: {
      title: "このリンクは使えません",
      message: "すでに使われたか、有効期限が切れています。新しいリンクを依頼してください。",
    },
    notFound: {
      title: "ページが見つかりません",
      message: "アドレスを確認するか、元のアプリに戻ってください。",
    },
    unavailable: {
      title: "しばらくお待ちください",
      message: "ただいまサービスが応答できません。1分ほど待ってから、もう一度お試しください。",
    },
    broken: {
      title: "サーバーで問題が起きました",
      message: "お客様の操作が原因ではありません。1分ほど待ってから、もう一度お試しください。",
    },
  },
};
